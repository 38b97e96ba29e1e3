/** Configurations of a real proxy. */

export const proxyConfiguration = (
  kind: 'open' | 'basic' | 'refusesControlPlane',
  folder: string,
  { gate, nameServers, proxyPort }: { gate: string; nameServers: readonly string[]; proxyPort: number },
): string => {
  const rules = {
    open: ['http_access allow all'],
    basic: [
      `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${folder}/nobody`,
      'auth_param basic realm Contoso proxy',
      'auth_param basic children 1',
      'acl known proxy_auth REQUIRED',
      'http_access allow known',
      'http_access deny all',
    ],
    refusesControlPlane: ['acl refused dstdomain control.lab', 'http_access deny refused', 'http_access allow all'],
  }
  return [
    `http_port ${gate}:${proxyPort}`,
    'visible_hostname proxy.lab',
    `dns_nameservers ${nameServers[0] ?? ''}`,
    `pid_filename none`,
    `cache_log ${folder}/cache.log`,
    'access_log none',
    'cache deny all',
    'cache_mem 8 MB',
    'shutdown_lifetime 0 seconds',
    'cache_effective_user root',
    ...rules[kind],
    '',
  ].join('\n')
}
