import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'
import { rooms } from './scripts/rooms.mjs'

/** Who may import whom: the table of ARCHITECTURE.md, one row a room, so that a wrong import fails here as well as in `tsc -b`. */
const fences = Object.entries(rooms).map(([room, { files, mayImport, packages, globals }]) => ({
  files,
  ignores: room === 'connector' ? ['connector/identity/**'] : [],
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

export default defineConfig(
  { ignores: ['out/**', 'node_modules/**', 'tests/fixtures/**', '.causeway/**', 'cloud/console/assets/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.config.ts'] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/only-throw-error': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'No default exports: a thing has one name.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels.' },
      ],
    },
  },
  { files: ['renderer/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
      },
    },
  },
  { files: ['*.config.ts', 'scripts/**/*.config.ts', '*.config.js'], rules: { 'no-restricted-syntax': 'off' } },
  ...fences,
)
