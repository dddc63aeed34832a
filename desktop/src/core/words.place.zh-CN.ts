/** What the core says to whoever comes in from elsewhere, without a window. */
export const placeZhCN = {
  'place.call': '这里不能做这件事：它要在窗口上办理。',
  'place.tooMany': '操作太频繁，请过 {seconds} 秒再试。',
  'signIn.onlyOnline': '联系不上中心服务器，现在不能登录，请稍后再试。',
} as const
