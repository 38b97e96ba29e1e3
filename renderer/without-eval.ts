/** Imported before every schema: compiled parsers need `eval`, which the content security policy refuses, and even trying it is reported. */
import { z } from 'zod'

z.config({ jitless: true })
