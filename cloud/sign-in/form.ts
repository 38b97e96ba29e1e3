/** Posted forms: strings by name, nothing else. */
import { type FastifyRequest } from 'fastify'
import { Secret } from '../../contract/secret.ts'

/** Empty when the body is no form or a field came more than once: such a field counts as missing. */
export const formOf = (request: FastifyRequest): Readonly<Record<string, string | undefined>> => {
  const { body } = request
  if (typeof body !== 'object' || body === null) return {}
  return Object.fromEntries(Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** A typed password; longer ones than anybody has are cut off before they cost anything. */
export const secretOf = (text: string | undefined): Secret => new Secret((text ?? '').slice(0, 1024))
