import { describe, expect, test } from 'vitest'
import { loggedEventsIn } from '../../../../connector/identity/windows-events.ts'

/** An EVENTLOGRECORD (winnt.h) with its fixed part, the name of its source and that of the machine. */
const record = (id: number, source: string, at: number): Buffer => {
  const names = Buffer.from(`${source}\0SRV\0`, 'utf16le')
  const length = Math.ceil((56 + names.length + 4) / 4) * 4
  const bytes = Buffer.alloc(length)
  bytes.writeUInt32LE(length, 0)
  bytes.write('LfLe', 4, 'latin1')
  bytes.writeUInt32LE(at, 12)
  bytes.writeUInt32LE(id, 20)
  names.copy(bytes, 56)
  bytes.writeUInt32LE(length, length - 4)
  return bytes
}

describe('records of the event log', () => {
  test('number without severity, source and time of each', () => {
    const buffer = Buffer.concat([
      record(0x40000000 | 1100, 'CausewayConnector', 1_700_000_000),
      record(7036, 'Service Control Manager', 5),
    ])
    expect(loggedEventsIn(buffer)).toEqual([
      { id: 1100, source: 'CausewayConnector', at: 1_700_000_000 },
      { id: 7036, source: 'Service Control Manager', at: 5 },
    ])
  })
  test('a record that is cut off or says a wrong length ends the reading', () => {
    const whole = record(1000, 'CausewayConnector', 1)
    expect(loggedEventsIn(Buffer.concat([whole, whole.subarray(0, 40)]))).toHaveLength(1)
    const wrong = Buffer.from(whole)
    wrong.writeUInt32LE(8, 0)
    expect(loggedEventsIn(wrong)).toEqual([])
    wrong.writeUInt32LE(0xffffffff, 0)
    expect(loggedEventsIn(wrong)).toEqual([])
  })
})
