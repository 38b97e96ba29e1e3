/** Sentences of the guided text set-up that neither checks, errors nor engine have. The type makes both languages complete. */
import { type Language } from '../../contract/wording/languages.ts'

export interface TextWording {
  readonly title: string
  readonly step: string
  readonly simulated: string
  readonly pages: Record<'check' | 'signIn' | 'location' | 'review' | 'install' | 'connectivity', string>
  readonly passed: string
  readonly needed: string
  readonly whatNow: string
  readonly fix: string
  readonly undoFix: string
  readonly accept: string
  readonly reason: string
  readonly reasonTooShort: string
  readonly runAgain: string
  readonly goOn: string
  readonly quit: string
  readonly address: string
  readonly method: string
  readonly methods: Record<'browser' | 'device', string>
  readonly compare: string
  readonly browserOpened: string
  readonly openThis: string
  readonly openCode: string
  readonly until: string
  readonly tryAgain: string
  readonly otherAddress: string
  readonly signedIn: string
  readonly chooseLocation: string
  readonly createLocation: string
  readonly newLocation: string
  readonly connectors: string
  readonly noConnectors: string
  readonly spare: string
  readonly seenBefore: string
  readonly seenBeforeLikely: Record<'replace' | 'keepBoth', string>
  readonly seenBeforeChoices: Record<'replace' | 'replaceAndMove' | 'keepBoth', string>
  readonly connectorName: string
  readonly labels: string
  readonly wrongName: string
  readonly wrongLabels: string
  readonly planOf: string
  readonly duration: string
  readonly undoPromise: string
  readonly install: string
  readonly showChanges: string
  readonly save: string
  readonly saveWhere: string
  readonly saved: string
  readonly back: string
  readonly cancelHint: string
  readonly interrupted: string
  readonly resume: string
  readonly undo: string
  readonly installed: string
  readonly menu: Record<'test' | 'status' | 'repair' | 'uninstall', string>
  readonly sureUninstall: string
  readonly done: string
}

const en: TextWording = {
  title: 'Causeway setup on {machine}',
  step: 'Step {step} of 6: {page}',
  simulated: 'Simulated server ({profile}): nothing outside its state folder is changed.',
  pages: {
    check: 'Check this server',
    signIn: 'Sign in',
    location: 'Resource location',
    review: 'Review',
    install: 'Install and connect',
    connectivity: 'Connectivity',
  },
  passed: '{count} checks passed',
  needed: 'Needed: {needed}',
  whatNow: 'What now?',
  fix: 'Fix it for me: {what}',
  undoFix: 'Take back the fix: {what}',
  accept: 'Accept with a reason: {what}',
  reason: 'Why is this acceptable? It is recorded with your account.',
  reasonTooShort: 'A reason of 3 to 500 characters is needed',
  runAgain: 'Run the checks again',
  goOn: 'Go on',
  quit: 'Quit',
  address: 'Address of the control plane',
  method: 'How do you want to sign in?',
  methods: { browser: 'With the browser on this server', device: 'With a code on another device' },
  compare: 'The page must show the words: {words}',
  browserOpened: 'The browser was opened. If it was not, open {address}',
  openThis: 'Open {address} in a browser on this server',
  openCode: 'Open {address} on any device and type {code}',
  until: 'Waiting until {at:time}. Ctrl+C cancels.',
  tryAgain: 'Try again',
  otherAddress: 'Use another address',
  signedIn: '{name} ({email}), {organization}',
  chooseLocation: 'Which resource location does this server join?',
  createLocation: 'Create a new one',
  newLocation: 'Name of the new resource location',
  connectors: '{count} connectors, {healthy} healthy',
  noConnectors: 'no connector yet',
  spare: 'At least two connectors are advised: one restart of a single one is an outage.',
  seenBefore: 'This machine was enrolled before as {name} in {location}, on {at:time}.',
  seenBeforeLikely: {
    replace: 'Most likely it was reinstalled.',
    keepBoth: 'Its channel is open now: most likely one of the two is a clone.',
  },
  seenBeforeChoices: {
    replace: 'Replace the old registration',
    replaceAndMove: 'Replace it and move to the location chosen now',
    keepBoth: 'Keep both',
  },
  connectorName: 'Name of this connector',
  labels: 'Labels as key=value, separated by commas; empty for none',
  wrongName: '1 to 63 letters, digits, spaces, dots, dashes or underscores',
  wrongLabels: 'Write key=value, keys in lower case, at most 16',
  planOf: '{connector} in {location}, {organization}',
  duration: 'About {seconds:duration}, no restart',
  undoPromise: 'If an action fails or you cancel, everything is taken back. Later, uninstall leaves nothing behind.',
  install: 'Install and connect',
  showChanges: 'Show every file, key and rule',
  save: 'Save as a parameters file',
  saveWhere: 'Where to?',
  saved: 'Saved: {file}. It holds no secret.',
  back: 'Back',
  cancelHint: 'Ctrl+C cancels and takes everything back.',
  interrupted: 'An earlier installation was interrupted.',
  resume: 'Resume: finish it',
  undo: 'Undo: take it back',
  installed: 'The connector service is installed.',
  menu: { test: 'Test the connection', status: 'Status', repair: 'Repair', uninstall: 'Uninstall' },
  sureUninstall: 'Take everything back and end the registration?',
  done: 'Done',
}

const zh: TextWording = {
  title: '在 {machine} 上安装 Causeway',
  step: '第 {step} 步，共 6 步：{page}',
  simulated: '模拟服务器（{profile}）：不会更改其状态文件夹以外的任何内容。',
  pages: {
    check: '检查此服务器',
    signIn: '登录',
    location: '资源位置',
    review: '复核',
    install: '安装并连接',
    connectivity: '连接测试',
  },
  passed: '{count} 项检查已通过',
  needed: '要求：{needed}',
  whatNow: '接下来怎么做？',
  fix: '自动修复：{what}',
  undoFix: '撤销修复：{what}',
  accept: '说明理由并接受：{what}',
  reason: '为什么可以接受？理由会与您的帐户一起记录。',
  reasonTooShort: '理由需要 3 到 500 个字符',
  runAgain: '重新检查',
  goOn: '继续',
  quit: '退出',
  address: '控制平面地址',
  method: '您想如何登录？',
  methods: { browser: '使用此服务器上的浏览器', device: '在其他设备上使用代码' },
  compare: '页面上必须显示以下词语：{words}',
  browserOpened: '浏览器已打开。如果没有打开，请访问 {address}',
  openThis: '请在此服务器的浏览器中打开 {address}',
  openCode: '请在任意设备上打开 {address} 并输入 {code}',
  until: '等待至 {at:time}。按 Ctrl+C 取消。',
  tryAgain: '重试',
  otherAddress: '使用其他地址',
  signedIn: '{name}（{email}），{organization}',
  chooseLocation: '此服务器加入哪个资源位置？',
  createLocation: '新建资源位置',
  newLocation: '新资源位置的名称',
  connectors: '{count} 个连接器，{healthy} 个正常',
  noConnectors: '还没有连接器',
  spare: '建议至少使用两个连接器：只有一个时，重新启动一次就会中断服务。',
  seenBefore: '此计算机曾于 {at:time} 在 {location} 注册为 {name}。',
  seenBeforeLikely: { replace: '很可能是重新安装。', keepBoth: '它的通道现在是打开的：两者之一很可能是克隆。' },
  seenBeforeChoices: { replace: '替换旧的注册', replaceAndMove: '替换并移到现在选择的位置', keepBoth: '两者都保留' },
  connectorName: '此连接器的名称',
  labels: '标签（key=value，以逗号分隔；没有则留空）',
  wrongName: '1 到 63 个字母、数字、空格、点、短横线或下划线',
  wrongLabels: '请写成 key=value，键为小写，最多 16 个',
  planOf: '{connector}，位于 {location}，{organization}',
  duration: '约 {seconds:duration}，无需重新启动',
  undoPromise: '如果某个操作失败或您取消安装，所有更改都会撤回。以后卸载不会留下任何内容。',
  install: '安装并连接',
  showChanges: '显示每个文件、注册表项和规则',
  save: '保存为参数文件',
  saveWhere: '保存到哪里？',
  saved: '已保存：{file}。其中没有机密。',
  back: '返回',
  cancelHint: '按 Ctrl+C 取消并撤回所有更改。',
  interrupted: '之前的安装被中断。',
  resume: '继续：完成安装',
  undo: '撤销：撤回更改',
  installed: '连接器服务已安装。',
  menu: { test: '测试连接', status: '状态', repair: '修复', uninstall: '卸载' },
  sureUninstall: '撤回所有更改并终止注册？',
  done: '完成',
}

export const textWording: Record<Language, TextWording> = { en, 'zh-CN': zh }
