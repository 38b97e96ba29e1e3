import { expect, test } from 'vitest'
import { failed, succeeded } from '../../../../contract/error-codes.ts'
import { connector, location, munich } from '../../../../renderer/gallery/example-organization.ts'
import { serviceStatus } from '../../../../renderer/gallery/example-service.ts'
import { Neighbours } from '../../../../setup/slices/neighbours.ts'

const setUp = () => {
  let clock = 0
  let asked = 0
  let answer: Awaited<ReturnType<ConstructorParameters<typeof Neighbours>[0]['locations']>> = succeeded([
    { ...munich, connectors: [...munich.connectors, connector('MUC-CONN-02', 'healthy', 1)] },
    location('Augsburg', [connector('AUG-CONN-01', 'healthy', 1)]),
  ])
  const neighbours = new Neighbours({
    locations: async () => {
      asked += 1
      return answer
    },
    now: () => new Date(clock),
  })
  return {
    neighbours,
    asked: () => asked,
    later: (seconds: number) => void (clock += seconds * 1000),
    answerWith: (next: typeof answer) => void (answer = next),
    ask: () => neighbours.ask(serviceStatus, new AbortController().signal),
    names: () => neighbours.of(serviceStatus)?.map(({ name }) => name),
  }
}

test('knows the other connectors of its location, not itself and not those of other locations', async () => {
  const { ask, names } = setUp()
  expect(names()).toBeUndefined()
  expect(await ask()).toBe(true)
  expect(names()).toEqual(['MUC-CONN-01'])
})

test('asks again only when what it knows has aged, and says whether that changed anything', async () => {
  const { ask, asked, later, answerWith, names } = setUp()
  await ask()
  later(14)
  expect(await ask()).toBe(false)
  expect(asked()).toBe(1)
  later(2)
  expect(await ask()).toBe(false)
  expect(asked()).toBe(2)
  later(20)
  answerWith(succeeded([location('Munich', [])]))
  expect(await ask()).toBe(true)
  expect(names()).toEqual([])
})

test('forgets what nobody can confirm any more', async () => {
  const { ask, later, answerWith, names } = setUp()
  await ask()
  later(20)
  answerWith(failed('CW5001'))
  expect(await ask()).toBe(true)
  expect(names()).toBeUndefined()
})
