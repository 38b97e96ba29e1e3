/** Files that a person hands to set-up. Every refusal names the file, the place in it and the reason. */
import { X509Certificate } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { ConnectionFile } from '../contract/connection-file.ts'
import { type ErrorCode, failed, type Result, succeeded } from '../contract/error-codes.ts'
import { ParametersFile } from '../contract/parameters-file.ts'

const maximumBytes = 1024 * 1024

const readText = (file: string, code: ErrorCode): Result<string> => {
  const refused = (reason: string) => failed(code, { file, at: '', reason })
  let handle: number
  try {
    handle = openSync(file, 'r')
  } catch (error) {
    return refused(error instanceof Error && 'code' in error ? `cannot be read (${String(error.code)})` : String(error))
  }
  try {
    const found = fstatSync(handle)
    if (!found.isFile() && !found.isFIFO()) return refused('not a file')
    if (found.size > maximumBytes) return refused(`larger than ${maximumBytes} bytes`)
    const bytes = readFileSync(handle)
    if (bytes.byteLength > maximumBytes) return refused(`larger than ${maximumBytes} bytes`)
    return succeeded(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    return refused(error instanceof TypeError ? 'not UTF-8 text' : error instanceof Error ? error.message : String(error))
  } finally {
    closeSync(handle)
  }
}

const parseFile = <T>(file: string, code: ErrorCode, schema: z.ZodType<T>): Result<T> => {
  const text = readText(file, code)
  if (!text.ok) return text
  let data: unknown
  try {
    data = JSON.parse(text.value.replace(/^\uFEFF/, ''))
  } catch (error) {
    return failed(code, { file, at: '', reason: `not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}` })
  }
  const parsed = schema.safeParse(data)
  if (parsed.success) return succeeded(parsed.data)
  const [issue] = parsed.error.issues
  const at = issue === undefined || issue.path.length === 0 ? '' : `, ${z.core.toDotPath(issue.path)}`
  return failed(code, { file, at, reason: issue?.message ?? 'does not fit' })
}

export const readParametersFile = (file: string): Result<ParametersFile> => parseFile(file, 'CW7001', ParametersFile)

export const readConnectionFile = (file: string): Result<ConnectionFile> => {
  const parsed = parseFile(file, 'CW7003', ConnectionFile)
  if (!parsed.ok) return parsed
  for (const [index, pem] of parsed.value.certificateAuthorities.entries()) {
    try {
      if (!new X509Certificate(pem).ca)
        return failed('CW7003', { file, at: `, certificateAuthorities[${index}]`, reason: 'not the certificate of an authority' })
    } catch {
      return failed('CW7003', { file, at: `, certificateAuthorities[${index}]`, reason: 'not a certificate' })
    }
  }
  return parsed
}

export const readTokenFile = (file: string): Result<string> => readText(file, 'CW7009')
