import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/**
 * What the supervision rules read: narrow rows, however they came here, and counts that are kept as rows arrive. Days are
 * those of the deployment's zone, YYYY-MM-DD; times are its clock, HH:MM:SS.
 */
export const rules: Migration = {
  up: db =>
    runDdl(
      db,
      `create table rule_stations (
        station TEXT primary key, open_am TEXT not null, close_am TEXT not null, open_pm TEXT not null,
        close_pm TEXT not null);
      create table rule_venues (
        venue TEXT primary key, unit TEXT not null, minimum WHOLE, maximum WHOLE, registered_on TEXT not null);
      create table venue_days (
        venue TEXT not null, day TEXT not null, count WHOLE not null, primary key (venue, day));
      create index venue_days_day on venue_days (day, venue, count);
      create table rule_applications (
        id TEXT primary key, station TEXT not null, citizen TEXT not null, address TEXT not null,
        day TEXT not null, time TEXT not null, decision TEXT not null, decided TEXT not null, issued TEXT not null);
      create index rule_applications_day on rule_applications (day, station);
      create index rule_applications_decided on rule_applications (decided, station, decision);
      create index rule_applications_citizen on rule_applications (citizen, day, station);
      create index rule_applications_address on rule_applications (address, day, citizen);
      create table station_days (
        station TEXT not null, day TEXT not null, count WHOLE not null, primary key (station, day));
      create table rule_prints (
        id TEXT primary key, station TEXT not null, device TEXT not null, ip TEXT not null, mac TEXT not null,
        day TEXT not null, void WHOLE not null);
      create index rule_prints_day on rule_prints (day, station, void);
      create table rule_terminals (
        device TEXT not null, ip TEXT not null, mac TEXT not null, station TEXT not null,
        active_from TEXT not null, active_to TEXT not null);
      create index rule_terminals_device on rule_terminals (device);
      create table rule_registrations (
        kind TEXT not null, id TEXT not null, registered_on TEXT not null, primary key (kind, id));
      create table rule_nights (kind TEXT not null, day TEXT not null, primary key (kind, day));
      create table rule_baselines (
        kind TEXT not null, id TEXT not null, registered_on TEXT not null, primary key (kind, id))`,
    ),
}
