import { OutcomeIcon } from '../../parts/outcome-icon.tsx'
import { useSentences } from '../../sentences.ts'
import { useSay } from '../../wizard.ts'
import { layerLines, openConnections, ownMilliseconds, shortName, type ActiveTest, type LayerLine } from './connectivity-view.ts'
import { RetestButton } from './retest-button.tsx'
import { causeText } from './diagnosis-text.ts'

/** Layers as rows, endpoints as columns. Rows are there from the start and change in place. */
export function LayerTable({ test }: { test: ActiveTest }) {
  const say = useSay()
  const lines = layerLines(test)
  if (lines.length === 0) return null
  const names = test.endpoints.filter((endpoint) => endpoint.role === 'relay').map((endpoint) => shortName(endpoint.name))
  const heading = (name: string) => (names.filter((other) => other === shortName(name)).length > 1 ? name : shortName(name))
  const hasOwn = lines.some((line) => ownMilliseconds(line) !== undefined)
  return (
    <div className="frame">
      <table className="layers" aria-label={say('connectivity.table.name')}>
        <thead>
          <tr>
            <th scope="col">{say('connectivity.table.layer')}</th>
            <th scope="col">{say('connectivity.table.found')}</th>
            {test.endpoints.map((endpoint) => (
              <th key={`${endpoint.role} ${endpoint.name}`} scope="col" className="right" title={endpoint.name}>
                {endpoint.role === 'controlPlane' ? say('connectivity.table.controlPlane') : heading(endpoint.name)}
              </th>
            ))}
            {hasOwn && (
              <th scope="col" className="right">
                {say('connectivity.table.took')}
              </th>
            )}
            <th scope="col" className="right">
              <span className="unseen">{say('connectivity.table.again')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.layer} line={line} hasOwn={hasOwn} endpoints={test.endpoints.map((endpoint) => endpoint.name)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Line({ line, endpoints, hasOwn }: { line: LayerLine; endpoints: readonly string[]; hasOwn: boolean }) {
  const say = useSay()
  const sentences = useSentences()
  const { engine, complete } = sentences
  const ms = (value: number | undefined) => (value === undefined ? '' : complete('{ms:milliseconds}', { ms: value }))
  const open = openConnections(line)
  const troubled = line.rows.find((row) => row.code !== undefined && (row.state === 'warn' || row.state === 'fail'))
  const found =
    troubled?.code === undefined
      ? open === undefined
        ? line.found.map((found) => (found === 'direct' ? say('connectivity.direct') : found)).join('; ')
        : say('connectivity.open', open)
      : causeText({ code: troubled.code, values: troubled.values, endpoint: troubled.endpoint }, sentences)
  // One icon speaks for the row unless its endpoints differ; then each has its own.
  const differ = line.cells.some((cell) => cell !== undefined && cell.mark !== line.mark)
  const quietState =
    line.mark === 'pass' || line.mark === 'warn' || line.mark === 'fail' ? '' : engine.layerStates[line.rows[0]?.state ?? 'waiting']
  return (
    <tr>
      <th scope="row" className="nowrap">
        <span className="line">
          <OutcomeIcon of={line.mark} />
          {engine.layers[line.layer]}
        </span>
      </th>
      <td className="quiet any">{found === '' ? quietState : found}</td>
      {endpoints.map((endpoint, index) => {
        const cell = line.cells[index]
        return (
          <td key={`${index} ${endpoint}`} className="right">
            <span className="line end">
              {differ && cell !== undefined && <OutcomeIcon of={cell.mark} />}
              {ms(cell?.milliseconds)}
            </span>
          </td>
        )
      })}
      {hasOwn && <td className="right">{ms(ownMilliseconds(line))}</td>}
      <td className="again">
        <RetestButton layer={line.layer} />
      </td>
    </tr>
  )
}
