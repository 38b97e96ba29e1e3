import { expect, test } from 'vitest'
import { agentArguments, parseWindowOptions } from '../../../main/window-options.ts'

test('knows its four options among others, and hands them on', () => {
  const options = parseWindowOptions([
    '.',
    '--no-sandbox',
    '--server',
    'healthy-2022',
    '--state=/tmp/s',
    '--connection-file',
    '/tmp/c.json',
    '--address',
    'https://a.example',
  ])
  expect(options).toEqual({ server: 'healthy-2022', state: '/tmp/s', connectionFile: '/tmp/c.json', address: 'https://a.example' })
  expect(agentArguments(options)).toEqual([
    '--server',
    'healthy-2022',
    '--connection-file',
    '/tmp/c.json',
    '--state',
    '/tmp/s',
    '--address',
    'https://a.example',
  ])
})

test('without options there is a real server', () => {
  expect(agentArguments(parseWindowOptions(['C:\\Program Files\\Causeway\\resources\\app.asar']))).toEqual([])
})

test('an option without a value is passed over', () => {
  expect(parseWindowOptions(['--server'])).toEqual({})
})
