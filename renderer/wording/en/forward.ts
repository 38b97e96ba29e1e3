/** Texts of the request for the team of the firewall or proxy. The request itself is in `contract/wording`. */
export const forward = {
  open: 'Request to the network team…',
  title: 'Request to the network team',
  says: 'Every address of the connector with port and reason, and what was seen on this server. It holds no passwords. Nothing is sent.',
  making: 'Looking at every address. This takes a few seconds.',
  failed: 'The request could not be made: {{title}}',
  content: 'The request as text',
  copy: 'Copy',
  saveText: 'Save as text…',
  saveCsv: 'Save as CSV…',
  saveMarkdown: 'Save as Markdown…',
  close: 'Close',
  saved: 'Saved as {{path}}',
  notSaved: 'Not saved: the dialog was closed.',
}
