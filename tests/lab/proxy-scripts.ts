/** Proxy configuration scripts, and the web server that they come from. */
import { addresses } from './addresses.ts'
import { type ScriptContent } from './scene.ts'

export const proxyScripts: Readonly<Record<ScriptContent, string | undefined>> = {
  proxy: `function FindProxyForURL(url, host) {
  if (isPlainHostName(host) || isInNet(host, '10.77.1.0', '255.255.255.0')) return 'DIRECT'
  return shExpMatch(host, '*.lab') ? 'PROXY proxy.lab:${addresses.proxyPort}; DIRECT' : 'DIRECT'
}`,
  secureProxy: `function FindProxyForURL(url, host) { return 'HTTPS proxy.lab:${addresses.proxyPort}' }`,
  movedProxy: `function FindProxyForURL(url, host) {
  return shExpMatch(host, '*.lab') ? 'PROXY proxy.lab:${addresses.movedProxyPort}; DIRECT' : 'DIRECT'
}`,
  deadFirst: `function FindProxyForURL(url, host) { return 'PROXY proxy.lab:${addresses.movedProxyPort}; PROXY proxy.lab:${addresses.proxyPort}' }`,
  loops: 'function FindProxyForURL(url, host) { for (;;) { try { for (;;) {} } catch (e) {} } }',
  throws: "function FindProxyForURL(url, host) { return unknownVariable + '; DIRECT' }",
  nonsense: "function FindProxyForURL(url, host) { return 'use the proxy, please' }",
  missing: undefined,
}

export const webServerConfiguration = (folder: string, address: string): string => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxied;
  fastcgi_temp_path ${folder}/fast;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen ${address}:80;
    root ${folder};
    default_type application/x-ns-proxy-autoconfig;
  }
}
`
