import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'

/** Short, because Unix sockets lie deep below it and have at most 107 bytes of name. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'cw-'))
