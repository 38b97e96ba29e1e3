/** Texts about the labels of a connector: given at enrollment, changed on the page "Settings". */
export const labels = {
  title: 'Labels',
  optional: 'Labels (optional)',
  hint: 'For example rack=B4, owner=client-platform',
  problems: {
    pair: '“{{at}}” is not a label: write name=value',
    key: '“{{at}}” cannot name a label: small letters, digits, dots, hyphens and underscores',
    value: 'The value of “{{at}}” does not fit: one line without commas, at most 120 characters',
    twice: '“{{at}}” is there twice',
    tooMany: '{{at}} labels; at most 16 fit',
  },
}
