/** A key and its certificate in two files of the data folder, written whole or not at all. */
import { X509Certificate, createPrivateKey } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type Result, succeeded } from '../../contract/error-codes.ts'
import { unusable } from '../data-folder.ts'

export interface KeyFiles {
  /** PEM, PKCS #8. */
  key: string
  /** PEM, leaf first. */
  certificate: string
  paths: { key: string; certificate: string }
}

const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Writes through a neighbour file and a rename, so that a crash leaves the old file or the new one. */
export const writeWhole = async (path: string, content: string, mode: number): Promise<void> => {
  const neighbour = `${path}.new`
  const file = await open(neighbour, 'w', mode)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(neighbour, path)
}

/** @returns CW5012 naming the file when one of the two cannot be read or they do not belong together. */
export const readKeyFiles = async (keyPath: string, certificatePath: string): Promise<Result<KeyFiles | undefined>> => {
  let path = keyPath
  try {
    const key = await readIfThere(keyPath)
    path = certificatePath
    const certificate = await readIfThere(certificatePath)
    if (key === undefined && certificate === undefined) return succeeded(undefined)
    path = key === undefined ? keyPath : certificatePath
    if (key === undefined || certificate === undefined) return unusable(path, 'the file is missing')
    path = keyPath
    const privateKey = createPrivateKey(key)
    path = certificatePath
    if (!new X509Certificate(certificate).checkPrivateKey(privateKey))
      return unusable(path, `the certificate does not belong to the key in ${keyPath}`)
    return succeeded({ key, certificate, paths: { key: keyPath, certificate: certificatePath } })
  } catch (error) {
    return unusable(path, error instanceof Error ? error.message : String(error))
  }
}

/** The pair `<name>.key`, `<name>.crt` in `folder`; made and stored (key readable by the owner only) when both are missing. */
export const readOrMakeFile = async (
  folder: string,
  name: string,
  make: () => Promise<{ key: string; certificate: string }>,
  usable: (files: KeyFiles) => boolean = () => true,
): Promise<Result<KeyFiles>> => {
  const paths = { key: join(folder, `${name}.key`), certificate: join(folder, `${name}.crt`) }
  const present = await readKeyFiles(paths.key, paths.certificate)
  if (!present.ok) return present
  if (present.value !== undefined && usable(present.value)) return succeeded(present.value)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const made = await make()
  await writeWhole(paths.certificate, made.certificate, 0o644)
  await writeWhole(paths.key, made.key, 0o600)
  return succeeded({ ...made, paths })
}
