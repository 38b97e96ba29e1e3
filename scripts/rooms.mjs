/**
 * The rooms of the house and who may import whom (ARCHITECTURE.md). ESLint makes its fences from this table, and
 * `tests/unit/fences.test.ts` plants forbidden imports to see both ESLint and TypeScript refuse them.
 */

/** @typedef {{ files: string[], pattern: string, mayImport: string[], packages: string[], globals: string[] }} Room */

const node = '^node:'
const electron = '^electron'
const react = '^(react|react-dom|@fluentui|zustand)(/|$)'

const room = (
  /** @type {string} */ name,
  /** @type {string[]} */ mayImport,
  /** @type {string[]} */ packages,
  /** @type {string[]} */ globals = [],
) => ({
  files: [`${name}/**/*.{ts,tsx}`],
  pattern: `^(\\.\\./)+${name}/`,
  mayImport,
  packages,
  globals,
})

/** @type {Record<string, Room>} */
export const rooms = {
  contract: room('contract', [], [node, electron, react], ['process', 'Buffer', 'window', 'document']),
  main: room('main', ['contract'], [react]),
  preload: room('preload', ['contract'], [node, react]),
  renderer: room('renderer', ['contract'], [node, electron], ['process', 'Buffer', 'fetch', 'XMLHttpRequest', 'WebSocket']),
  // A room inside another: it sees nothing of the house but the contract.
  'connector/identity': room('connector/identity', ['contract'], [electron, react, '^\\.\\./(?!\\.\\./contract/)']),
  // The other one: how the service comes out of the network. Set-up goes the same way to judge it.
  'connector/way-out': room(
    'connector/way-out',
    ['contract', 'connector/identity'],
    [electron, react, '^\\.\\./(?!\\.\\./contract/|identity/)'],
  ),
  connector: {
    ...room('connector', ['contract', 'connector/identity', 'connector/way-out'], [electron, react]),
    pattern: '^(\\.\\./)+connector/(?!identity/|way-out/)',
  },
  setup: room('setup', ['contract', 'connector/identity', 'connector/way-out'], [electron, react]),
  cloud: room('cloud', ['contract'], [electron, react]),
}
