/** What `parseArgs` of Node.js could not take, for every command line that names the culprit. */

export interface ArgumentProblem {
  readonly argument: string
  readonly reason: string
}

/** From its error, which quotes the argument, with the kind of its value where it has one: “Option '--port <value>' argument missing”. */
export const argumentProblemOf = (error: unknown): ArgumentProblem => {
  const [said = '', ...hints] = (error instanceof Error ? error.message : String(error)).split('\n')
  // How a positional argument is told from an option is no hint for a wrong option; how a value begins with a dash is one.
  const reason = [said.split('. ')[0], ...hints.slice(-1)].join(' ')
  return { argument: /'([^\s',]{1,60})/.exec(said)?.[1] ?? '', reason }
}
