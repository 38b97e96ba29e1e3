/**
 * What a proxy configuration script may call, written in the script's own language so that it runs inside the same walls. `__ask` is
 * the only door out: it takes a name and gives its IPv4 addresses. Names and meanings are those that Netscape published in 1996 and
 * every browser kept.
 */
export const prelude = `
function isPlainHostName(host) { return String(host).indexOf('.') < 0 }
function dnsDomainIs(host, domain) {
  host = String(host).toLowerCase(); domain = String(domain).toLowerCase()
  return host.length >= domain.length && host.substring(host.length - domain.length) === domain
}
function localHostOrDomainIs(host, hostdom) {
  host = String(host).toLowerCase(); hostdom = String(hostdom).toLowerCase()
  return host === hostdom || (host.indexOf('.') < 0 && hostdom.indexOf(host + '.') === 0)
}
function dnsDomainLevels(host) { return String(host).split('.').length - 1 }
function dnsResolve(host) { var found = __ask(String(host)); return found === '' ? null : found }
function isResolvable(host) { return dnsResolve(host) !== null }
function myIpAddress() { return __ask('') }
function convert_addr(address) {
  var parts = /^(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})$/.exec(String(address))
  if (parts === null) return null
  var value = 0
  for (var i = 1; i <= 4; i++) { if (parts[i] > 255) return null; value = value * 256 + Number(parts[i]) }
  return value | 0
}
function isInNet(host, net, mask) {
  var address = convert_addr(host)
  if (address === null) { var found = dnsResolve(host); address = found === null ? null : convert_addr(found) }
  var wanted = convert_addr(net), bits = convert_addr(mask)
  return address !== null && wanted !== null && bits !== null && (address & bits) === (wanted & bits)
}
function shExpMatch(text, pattern) {
  text = String(text); pattern = String(pattern)
  // Greedy with one way back: never more than the product of both lengths.
  var t = 0, p = 0, star = -1, mark = 0
  while (t < text.length) {
    if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t]) && pattern[p] !== '*') { t++; p++ }
    else if (p < pattern.length && pattern[p] === '*') { star = p++; mark = t }
    else if (star >= 0) { p = star + 1; t = ++mark }
    else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
var __days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
var __months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
function __within(from, now, to) { return from <= to ? from <= now && now <= to : now >= from || now <= to }
function __times(list) {
  var rest = Array.prototype.slice.call(list), utc = rest[rest.length - 1] === 'GMT'
  if (utc) rest.pop()
  return { utc: utc, rest: rest, now: new Date() }
}
function weekdayRange() {
  var given = __times(arguments), from = __days.indexOf(given.rest[0])
  var to = given.rest.length < 2 ? from : __days.indexOf(given.rest[1])
  return from >= 0 && to >= 0 && __within(from, given.utc ? given.now.getUTCDay() : given.now.getDay(), to)
}
function timeRange() {
  var given = __times(arguments), r = given.rest.map(Number), d = given.now
  var seconds = given.utc ? d.getUTCHours() * 3600 + d.getUTCMinutes() * 60 + d.getUTCSeconds() : d.getHours() * 3600 + d.getMinutes() * 60 + d.getSeconds()
  if (r.length === 1) return Math.floor(seconds / 3600) === r[0]
  if (r.length === 2) return __within(r[0] * 3600, seconds, r[1] * 3600 - 1)
  if (r.length === 4) return __within(r[0] * 3600 + r[1] * 60, seconds, r[2] * 3600 + r[3] * 60)
  return r.length === 6 && __within(r[0] * 3600 + r[1] * 60 + r[2], seconds, r[3] * 3600 + r[4] * 60 + r[5])
}
function dateRange() {
  var given = __times(arguments), r = given.rest, d = given.now, utc = given.utc
  var today = { day: utc ? d.getUTCDate() : d.getDate(), month: utc ? d.getUTCMonth() : d.getMonth(), year: utc ? d.getUTCFullYear() : d.getFullYear() }
  function read(list) {
    var found = {}
    list.forEach(function (part) {
      if (__months.indexOf(part) >= 0) found.month = __months.indexOf(part)
      else if (Number(part) > 31) found.year = Number(part)
      else found.day = Number(part)
    })
    return found
  }
  function value(one, like) { return ('year' in like ? one.year * 10000 : 0) + ('month' in like ? one.month * 100 : 0) + ('day' in like ? one.day : 0) }
  var half = r.length === 1 ? 1 : r.length / 2
  var from = read(r.slice(0, half)), to = r.length === 1 ? from : read(r.slice(half))
  return __within(value(from, from), value(today, from), value(to, from))
}
function alert() {}
`
