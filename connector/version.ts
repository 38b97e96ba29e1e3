/** The version of the connector service, told to relay, control plane and status. */
export const version = '0.1.0'
