/**
 * Words for the codes that systems and libraries give as a reason. The code stays beside them in parentheses, because it is
 * what a search finds. Codes: errno of POSIX as libuv names them, Node's `tls` and `http` errors, OpenSSL's verification results.
 */
import { type Language } from './languages.ts'

const en = {
  refused: 'the connection is refused',
  reset: 'the connection is cut',
  silent: 'no answer in time',
  noRoute: 'there is no route to it',
  forbidden: 'this server does not let the connection out',
  noName: 'the name does not resolve',
  noNameServer: 'no name server answers',
  expired: 'the certificate has expired',
  notYetValid: 'the certificate is not valid yet',
  otherName: 'the certificate is for another name',
  selfSigned: 'the certificate is signed by nobody else',
  noRoot: 'the root of the certificate is not trusted here',
  noIssuer: 'the certificate of its issuer is missing',
  revoked: 'the certificate is revoked',
  oldTls: 'no version of TLS is spoken that both know',
  noTls: 'what answers does not speak TLS',
  noHttp: 'what answers does not speak HTTP',
}
type Reason = keyof typeof en

const zh: Record<Reason, string> = {
  refused: '连接被拒绝',
  reset: '连接被切断',
  silent: '未在时限内应答',
  noRoute: '没有到达它的路由',
  forbidden: '此服务器不允许该连接出站',
  noName: '名称无法解析',
  noNameServer: '没有名称服务器应答',
  expired: '证书已过期',
  notYetValid: '证书尚未生效',
  otherName: '证书属于其他名称',
  selfSigned: '证书由其自身签名',
  noRoot: '此处不信任该证书的根',
  noIssuer: '缺少其颁发者的证书',
  revoked: '证书已被吊销',
  oldTls: '没有双方都支持的 TLS 版本',
  noTls: '应答方使用的不是 TLS',
  noHttp: '应答方使用的不是 HTTP',
}

const words: Record<Language, Record<Reason, string>> = { en, 'zh-CN': zh }

const codes: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'silent',
  EHOSTUNREACH: 'noRoute',
  ENETUNREACH: 'noRoute',
  EADDRNOTAVAIL: 'noRoute',
  EHOSTDOWN: 'noRoute',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  ENOTFOUND: 'noName',
  EAI_AGAIN: 'noNameServer',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'notYetValid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'otherName',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'selfSigned',
  SELF_SIGNED_CERT_IN_CHAIN: 'noRoot',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'noRoot',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'noIssuer',
  CERT_REVOKED: 'revoked',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'oldTls',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'oldTls',
  ERR_SSL_WRONG_VERSION_NUMBER: 'noTls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'noTls',
  HPE_INVALID_CONSTANT: 'noHttp',
}

/** Our own observations, whose names say nothing that the words do not. */
const own: Readonly<Record<string, Reason>> = { timedOut: 'silent', refused: 'refused', unreachable: 'noRoute', noAddress: 'noName' }

/** "ECONNREFUSED" as "the connection is refused (ECONNREFUSED)"; "CODE (detail)" keeps its detail; anything else stays as it is. */
export const reasonText = (reason: string, language: Language): string => {
  const [, code = '', detail] = /^(\w+)(?: \((.*)\))?$/s.exec(reason) ?? []
  if (/^[1-5]\d\d$/.test(reason)) return `HTTP ${reason}`
  const known = Object.hasOwn(codes, code) ? codes[code] : undefined
  if (known !== undefined) return `${words[language][known]} (${detail === undefined ? code : `${detail}, ${code}`})`
  const ours = Object.hasOwn(own, reason) ? own[reason] : undefined
  return ours === undefined ? reason : words[language][ours]
}
