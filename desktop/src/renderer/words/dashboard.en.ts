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
}
