export const checkServer = { lead: '' }
