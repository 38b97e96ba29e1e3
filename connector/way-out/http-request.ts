/**
 * `request` of `node:http`. An `import` of that module reads every one of its exports, and that of `WebSocket` loads the whole of
 * undici, which nothing here uses: a sixth of the processor time that the worker needs to start.
 */
export const httpRequest = process.getBuiltinModule('node:http').request
