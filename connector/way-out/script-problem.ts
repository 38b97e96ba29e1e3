/** Why a proxy configuration script is of no use. */
export const problemKinds = ['notFound', 'notLoaded', 'tooLarge', 'tooLong', 'tooMuch', 'throws', 'nonsense'] as const

export interface ScriptProblem {
  readonly is: (typeof problemKinds)[number]
  /** What was seen, for evidence: data, not a sentence. */
  readonly seen: string
}

export type ScriptAnswer = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: ScriptProblem }

export const failing = (is: ScriptProblem['is'], seen: string): { readonly ok: false; readonly problem: ScriptProblem } => ({
  ok: false,
  problem: { is, seen },
})
