/**
 * Reads scripts for PowerShell with a real grammar (tree-sitter-powershell) and says what is wrong with them: errors, letters
 * that Windows PowerShell 5.1 would read in another code page, and syntax that only PowerShell 7 knows.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Language, type Node, Parser } from 'web-tree-sitter'

export interface ScriptProblem {
  readonly line: number
  readonly what: string
}

/** Two things that the grammar takes for good: `&&` and `||` between commands, and a `clean` block, which looks like a command. */
const onlyInSeven = (node: Node): string | undefined => {
  if (node.type === 'pipeline_chain_tail') return 'commands joined by && or || are PowerShell 7 only'
  if (node.type === 'command_name' && node.text.toLowerCase() === 'clean') return 'a clean block is PowerShell 7 only'
  if (node.type === 'command_parameter' && /^-parallel$/i.test(node.text)) return '-Parallel is PowerShell 7 only'
  if (node.type === 'command_parameter' && /^-(asarray|enumsasstrings|ashashtable)$/i.test(node.text))
    return `${node.text} is PowerShell 7 only`
  if (node.type === 'variable' && /^\$is(windows|linux|macos|coreclr)$/i.test(node.text)) return `${node.text} is PowerShell 7 only`
  return undefined
}

const children = (node: Node): Node[] => node.children.filter((child) => child !== null)

const found = (node: Node): ScriptProblem[] => {
  const line = node.startPosition.row + 1
  if (node.isError) return [{ line, what: `syntax: ${node.text.slice(0, 80)}` }]
  if (node.isMissing) return [{ line, what: `syntax: ${node.type} is missing` }]
  const what = onlyInSeven(node)
  return [...(what === undefined ? [] : [{ line, what }]), ...children(node).flatMap(found)]
}

const notAscii = (text: string): ScriptProblem[] =>
  text.split('\n').flatMap((content, index) => {
    const at = content.search(/[^\t\r -~]/)
    return at === -1 ? [] : [{ line: index + 1, what: `not ASCII: U+${content.charCodeAt(at).toString(16).padStart(4, '0')}` }]
  })

export const openPowerShellGrammar = async (): Promise<(script: string) => ScriptProblem[]> => {
  const { resolve } = createRequire(import.meta.url)
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(readFileSync(resolve('tree-sitter-powershell/tree-sitter-powershell.wasm'))))
  return (script) => {
    const tree = parser.parse(script)
    if (tree === null) throw new Error('nothing was parsed')
    const problems = [...notAscii(script), ...found(tree.rootNode)]
    tree.delete()
    return problems
  }
}
