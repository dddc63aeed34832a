/** What the screen says around the counts of those who oversee. */
export const dashboardEn = {
  title: 'Dashboard',
  wall: 'On the wall',
  leave: 'Take it down',
  empty: 'There is no count that your post may read.',
  none: 'No data in this period.',
  keys: '{{label}}, {{total}} in all. Left and right go from one to the next, Enter shows the cases.',
  open: '{{label}}: {{count}}, show the cases',
  menu: 'Menu',
  lost: 'The connection to the supervisors’ place broke and is being made again. What was entered is kept: leave this page open.',
  offline: 'The centre cannot be reached from here, so nobody can sign in now. Try again later.',
}
