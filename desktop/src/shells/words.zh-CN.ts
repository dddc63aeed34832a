export const zhCN = {
  title: '窗台',
  ready: '窗台已就绪，请在本机浏览器打开（地址只能使用一次）：\n\n  {url}\n',
  another: '按回车键得到一个新地址，按 Ctrl-C 退出。',
  stop: '按 Ctrl-C 退出。',
  stopping: '正在退出……',
  'port.taken': '端口 {port} 已被其他程序占用。请用 --port 指定另一个端口，或用 --port 0 由系统选择。',
  'port.forbidden': '不允许使用端口 {port}。请用 --port 指定一个 1024 以上的端口。',
  'screen.missing': '界面文件不完整（{folder}）。请先运行 npm run build。',
  'option.wrong': '参数不正确：{detail}',
  usage: `用法：node desktop/src/cli.ts --data <文件夹> [--port <端口>] [--keys <keyring|passphrase|file>]

  --data   数据文件夹，不存在时自动建立；同一时间只能由一个窗台程序使用
  --port   本机端口，默认 4600；0 表示由系统选择
  --keys   新数据文件夹的钥匙怎样保管：keyring 系统钥匙环（默认）、passphrase 启动口令、file 受保护的文件；
           没有钥匙环又不指定时，在界面上选择
`,
  'demo.title': '窗台演示 · 全部人员和数据均为虚构',
  'demo.server': '中心服务器   {address}',
  'demo.data': '数据文件夹   {folder}',
  'demo.seeding': '首次启动，正在生成三个月的演示数据……',
  'demo.shell.electron': '窗口程序     Electron',
  'demo.shell.web': '窗口程序     浏览器（本机没有 Electron 可执行文件）',
  'demo.shell.asked': '窗口程序     浏览器（由 --shell=web 指定）',
  'demo.logins': '演示账号（密码均为 {password}）：',
  'demo.station': '演示窗口',
  'demo.noElectron':
    '本机没有 Electron 可执行文件。请去掉 --shell=electron 改用浏览器，或先运行 npx install-electron。',
  'demo.place': '监管工作台   {url}（民警、监管人员用浏览器登录，不需要窗口）',
  'place.name': '监管工作台',
  'place.ready': '监管工作台已就绪：{url}',
  'place.noCode':
    '还没有登记为本单位的站点：请由管理员为本单位生成登记码，再用 --server <中心地址> --code <登记码> 启动一次。',
  'demo.kept': '保留原有演示数据；用 --reset 可以重新开始。',
}
