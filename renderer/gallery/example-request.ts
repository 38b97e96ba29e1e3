/** A request to the network team as the engine writes it. */
export const exampleRequest = `Network request for a Causeway connector

Please let the server below make these connections. All of them go out from it over TCP; nothing has to be opened inbound. The connector checks whose certificate it sees, so the addresses must not be part of TLS inspection.

Server: MUC-CONN-02 (10.1.0.7), Windows Server 2022
Proxy of the service: proxy.contoso.example:8080
Certificates are replaced by: Contoso Web Gateway
Observed: 20 Nov 2026, 11:45

control.causeway.example (203.0.113.20), TCP 443, outbound
  Exempt from TLS inspection on Contoso Web Gateway
  Reason: Control plane: sign-in, enrollment, configuration
  Observed on this server: “Contoso Web Gateway” replaces the certificate of control.causeway.example:443 with its own (CW1302), 20 Nov 2026, 11:45

relay-1.causeway.example (203.0.113.21), TCP 443, outbound
  Let the proxy proxy.contoso.example:8080 open tunnels (CONNECT) to it, without credentials and without TLS inspection
  Reason: Relay: the channel of the connector, kept open
  Observed on this server: works, 20 Nov 2026, 11:45
`
