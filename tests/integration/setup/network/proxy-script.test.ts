import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wpadAddresses } from '../../../../connector/way-out/script-source.ts'
import { runScript, waysOfAnswer } from '../../../../connector/way-out/proxy-script.ts'
import { runningTime } from '../../../../connector/way-out/running-time.ts'
import { scriptLimits } from '../../../../connector/way-out/script-limits.ts'
import { loadEngine, runOnce } from '../../../../connector/way-out/script-sandbox.ts'

const { signal } = new AbortController()
const engine = await loadEngine()
const run = (script: string, known: Record<string, string> = {}, url = 'https://control.lab:443/') =>
  runOnce(engine, script, url, new Map(Object.entries(known)), runningTime(scriptLimits.running))
const finding = (body: string) => `function FindProxyForURL(url, host) { ${body} }`

describe('a proxy configuration script', () => {
  it('is asked with host and origin only', () => {
    expect(run(finding('return url + " " + host'))).toEqual({ ok: true, text: 'https://control.lab/ control.lab' })
  })

  it.each([
    ['isPlainHostName("intranet") && !isPlainHostName("a.b")'],
    ['dnsDomainIs("www.contoso.example", ".contoso.example")'],
    ['localHostOrDomainIs("www", "www.contoso.example")'],
    ['dnsDomainLevels("a.b.c") === 2'],
    ['shExpMatch("https://control.lab/x", "https://*.lab/?") && !shExpMatch("abc", "a*d")'],
    ['isInNet("10.1.2.3", "10.0.0.0", "255.0.0.0") && !isInNet("11.1.2.3", "10.0.0.0", "255.0.0.0")'],
    ['isInNet("a.lab", "10.1.0.0", "255.255.0.0") && isResolvable("a.lab") && dnsResolve("b.lab") === null'],
    ['myIpAddress() === "10.9.9.9"'],
    ['weekdayRange("SUN", "SAT") && dateRange("JAN", "DEC") && timeRange(0, 24)'],
  ])('may use %s', (expression) => {
    expect(run(finding(`return String(${expression})`), { 'a.lab': '10.1.2.3', 'b.lab': '', '': '10.9.9.9' })).toEqual({
      ok: true,
      text: 'true',
    })
  })

  it('asks for a name that is not known yet, even when it catches everything', () => {
    expect(run(finding('for (;;) try { return dnsResolve("A.lab") } catch (e) {}'))).toEqual({ asks: 'a.lab' })
  })

  it.each([
    ['loops', finding('for (;;) {}'), 'tooLong'],
    ['loops and catches', finding('for (;;) try { for (;;) {} } catch (e) {}'), 'tooLong'],
    ['calls itself for ever', finding('return FindProxyForURL(url, host)'), 'throws'],
    ['throws', finding('throw new Error("no")'), 'throws'],
    ['is a page', '<html>sign in</html>', 'throws'],
    ['is empty', '', 'throws'],
    ['has a slow expression', finding('return /(a+)+b/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")'), 'tooLong'],
  ])('that %s is named so', (_, script, is) => {
    expect(run(script)).toMatchObject({ ok: false, problem: { is } })
  })

  it('is not late because the machine does other work', () => {
    let clock = 0
    const time = runningTime(500, () => clock)
    const after = (milliseconds: number): boolean => {
      clock += milliseconds
      return time.isOver()
    }
    expect(after(5_000)).toBe(false)
    expect(Array.from({ length: 120 }, () => after(4)).at(-1)).toBe(false)
    expect(after(5_000)).toBe(false)
    expect(after(4)).toBe(true)
  })

  it('reaches nothing of this program', () => {
    expect(
      run(finding('return [typeof process, typeof require, typeof fetch, typeof globalThis.constructor.constructor("return process")]')),
    ).toMatchObject({ ok: true })
    expect(run(finding('return String(typeof process + typeof require + typeof fetch)'))).toEqual({
      ok: true,
      text: 'undefinedundefinedundefined',
    })
  })

  it('may be one megabyte, and not more', async () => {
    const large = `//${'x'.repeat(scriptLimits.characters - 200)}\n${finding('return "DIRECT"')}`
    expect(run(large)).toEqual({ ok: true, text: 'DIRECT' })
    expect(await runScript(`${large}${' '.repeat(400)}`, 'https://control.lab/', { signal })).toMatchObject({ problem: { is: 'tooLarge' } })
  })

  it('runs in a thread that ends with it', { timeout: 30_000 }, async () => {
    const resolve = () => Promise.resolve('10.1.2.3')
    const asking = finding('return isInNet(host, "10.0.0.0", "255.0.0.0") ? "PROXY p:8080" : "DIRECT"')
    const answer = await runScript(asking, 'https://control.lab/', { signal, resolve })
    // On a very busy machine the thread may not have started in its time; it never gives another answer.
    expect([
      { ok: true, text: 'PROXY p:8080' },
      { ok: false, problem: { is: 'tooLong', seen: `${scriptLimits.thread} ms` } },
    ]).toContainEqual(answer)
  })

  it('never does more than answer, whatever it is', () => {
    const piece = fc.constantFrom(
      'function',
      'FindProxyForURL',
      '(',
      ')',
      '{',
      '}',
      'return',
      '"PROXY a:1"',
      ';',
      'for(;;)',
      'dnsResolve("x")',
      'throw',
      'null',
      '\0',
      '\\u',
      '`${',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 200 }),
          fc.array(piece, { maxLength: 40 }).map((all) => all.join(' ')),
        ),
        (script) => {
          const result = runOnce(engine, script, 'https://control.lab/', new Map(), runningTime(50))
          expect('asks' in result || result.ok || result.problem.is === 'throws' || result.problem.is === 'tooLong').toBe(true)
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('its answer', () => {
  it.each([
    ['PROXY a:8080; DIRECT', [{ is: 'proxy', url: 'http://a:8080/' }, { is: 'direct' }]],
    ['SOCKS a:1; HTTPS b', [{ is: 'proxy', url: 'https://b/' }]],
    ['PROXY [fd00::1]:8080', [{ is: 'proxy', url: 'http://[fd00::1]:8080/' }]],
    [' direct ', [{ is: 'direct' }]],
    [`${'PROXY a:1;'.repeat(50)}DIRECT`, Array.from({ length: 6 }, () => ({ is: 'proxy', url: 'http://a:1/' }))],
    ['PROXY', []],
    ['PROXY user:secret@a:8080', []],
    ['use the proxy, please', []],
    ['', []],
  ])('%j', (text, ways) => expect(waysOfAnswer(text)).toEqual(ways))

  it('is never anything but a proxy address, the direct way or nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        for (const way of waysOfAnswer(`PROXY ${text}`))
          if (way.is === 'proxy') expect(new URL(way.url)).toMatchObject({ username: '', pathname: '/' })
      }),
    )
  })
})

it('looks for a script in the domains of the machine, never in a top-level one', () => {
  expect(wpadAddresses('emea.contoso.example')).toEqual([
    'http://wpad.emea.contoso.example/wpad.dat',
    'http://wpad.contoso.example/wpad.dat',
  ])
  expect(wpadAddresses('example')).toEqual([])
  expect(wpadAddresses(undefined)).toEqual([])
})
