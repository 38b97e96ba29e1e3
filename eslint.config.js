import * as parser from '@typescript-eslint/parser'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import { rooms } from './scripts/rooms.mjs'

/** Who may import whom: the table of ARCHITECTURE.md, one row a room, so that a wrong import fails here as well as in `tsc -b`. */
const fences = Object.entries(rooms).map(([room, { files, mayImport, packages, globals }]) => ({
  files,
  ignores: room === 'connector' ? ['connector/identity/**', 'connector/way-out/**'] : [],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...Object.entries(rooms)
            .filter(([other]) => other !== room && !mayImport.includes(other))
            .map(([other, { pattern }]) => ({ regex: pattern, message: `${room} may not import ${other}; see ARCHITECTURE.md.` })),
          ...packages.map((regex) => ({ regex, message: `${room} may not import this; see ARCHITECTURE.md.` })),
        ],
      },
    ],
    ...(globals.length === 0 ? {} : { 'no-restricted-globals': ['error', ...globals] }),
  },
}))

// Only what oxlint (.oxlintrc.json, with types) does not: the fences, no default exports, no barrels, the rules of React.
export default defineConfig(
  { ignores: ['out/**', 'node_modules/**', 'tests/fixtures/**', '.causeway/**', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parser },
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'No default exports: a thing has one name.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels.' },
      ],
    },
  },
  { files: ['renderer/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
  { files: ['*.config.ts', 'scripts/**/*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  ...fences,
)
