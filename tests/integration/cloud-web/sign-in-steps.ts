/** What a person does in the browser while setup waits, in short. */
import { expect } from 'vitest'
import { type Asked } from './setup-program.ts'
import { password, type SignInServer } from './sign-in-server.ts'
import { type Page, Visitor } from './visitor.ts'

/** @param server asked at each step, since a test file has it only once it has begun */
export const signInStepsAt = (server: () => SignInServer) => {
  const visit = (): Visitor => new Visitor(server().origin, server().agent)

  const signIn = async (visitor: Visitor, address: string, email = 'operator@contoso.example'): Promise<Page> => {
    const form = await visitor.go(address)
    expect(form.status, form.text).toBe(200)
    return visitor.submit(form, { email, password }, '/password')
  }

  /** Returns where the browser is sent with the answer. */
  const allow = async (asked: Asked, address = asked.address, email?: string): Promise<string> => {
    const visitor = visit()
    const consent = await signIn(visitor, address, email)
    expect(consent.text).toContain(asked.reply.matching_words)
    const answer = await visitor.submit(consent, {}, '/allow')
    expect(answer.location).toMatch(/^http:\/\/127\.0\.0\.1:49321\/callback\?/)
    return answer.location ?? ''
  }
  return { visit, signIn, allow }
}
