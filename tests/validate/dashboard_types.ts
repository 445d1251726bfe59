// What a dashboard may hold, from Grafana's own types (@grafana/schema), made strict:
// string enums become the union of their values, so that plain JSON fits, and every panel is checked against the
// options of its own visualization. Nothing here is executed.
import type * as S from '@grafana/schema';
import type * as TimeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type * as Stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as Table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as Heatmap from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type * as Logs from '@grafana/schema/dist/esm/raw/composable/logs/panelcfg/x/LogsPanelCfg_types.gen';
import type * as Text from '@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen';
// Since 13.2 the package has no Tempo and Loki queries any more.
import type { TempoQuery } from 'grafana-schema-13.1/dist/esm/raw/composable/tempo/dataquery/x/TempoDataQuery_types.gen';
import type { LokiDataQuery } from 'grafana-schema-13.1/dist/esm/raw/composable/loki/dataquery/x/LokiDataQuery_types.gen';

type Plain<T> =
  T extends string ? `${T}` :
  T extends number | boolean | null | undefined ? T :
  T extends (infer U)[] ? Plain<U>[] :
  unknown extends T ? any :
  T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

type Query = { refId: string; datasource: { type: string; uid: string }; hide?: boolean };

// @grafana/schema has never had Prometheus' own query.
type PrometheusQuery = Query & {
  datasource: { type: 'prometheus'; uid: string };
  expr: string; editorMode: 'code' | 'builder'; range: boolean; instant: boolean; exemplar: boolean;
  format: 'time_series' | 'table' | 'heatmap'; legendFormat: string; interval?: string;
};
type Omitted<T> = Omit<Plain<T>, 'datasource' | 'refId' | 'queryType'>;
type Traces = Query & Omitted<TempoQuery> & { datasource: { type: 'tempo'; uid: string }; queryType: 'traceql' | 'traceqlSearch' | 'traceId' };
type Lines = Query & Omitted<LokiDataQuery> & { datasource: { type: 'loki'; uid: string }; queryType: 'range' | 'instant' };
type OtherPanel = Query & { datasource: { type: 'datasource'; uid: '-- Dashboard --' }; panelId: number; withTransforms: boolean };

// A key of one kind of query is no key of the others.
type KeysOf<U> = U extends unknown ? keyof U : never;
type Exclusive<U, All = U> = U extends unknown ? U & { [K in Exclude<KeysOf<All>, keyof U>]?: never } : never;
type AnyQuery = Exclusive<PrometheusQuery | Traces | Lines | OtherPanel>;

type Base = Omit<Plain<S.Panel>, 'type' | 'options' | 'fieldConfig' | 'targets' | 'id' | 'gridPos' | 'title'> & {
  id: number; title: string; gridPos: { x: number; y: number; w: number; h: number };
  targets?: AnyQuery[];
};
type Fields<Custom> = {
  defaults: Omit<Plain<S.FieldConfig>, 'custom'> & { custom?: Custom };
  overrides: Plain<S.FieldConfigSource>['overrides'];
};
type Nothing = Record<string, never>;
type HideFrom = { hideFrom?: { tooltip: boolean; legend: boolean; viz: boolean } };

export type PanelOf =
  | Base & { type: 'timeseries'; options: Plain<TimeSeries.Options>; fieldConfig: Fields<Plain<TimeSeries.FieldConfig>> }
  | Base & { type: 'stat'; options: Plain<Stat.Options>; fieldConfig: Fields<Nothing> }
  | Base & { type: 'table'; options: Plain<Table.Options>; fieldConfig: Fields<Plain<Table.FieldConfig>> }
  | Base & { type: 'heatmap'; options: Plain<Heatmap.Options>; fieldConfig: Fields<Plain<Heatmap.FieldConfig> & HideFrom> }
  | Base & { type: 'logs'; options: Plain<Logs.Options>; fieldConfig: Fields<Nothing> }
  | Base & { type: 'text'; options: Plain<Text.Options>; fieldConfig: Fields<Nothing> }
  // No types are published for the trace view; it has no options worth saving.
  | Base & { type: 'traces'; options: Nothing; fieldConfig: Fields<Nothing> };

type RowOf = {
  type: 'row'; id: number; title: string; collapsed: boolean; gridPos: { x: number; y: number; w: number; h: number };
  panels: PanelOf[];
};

// Annotations of Grafana itself are asked for by type and tag; the published type takes them for queries.
type EventsOf = Omit<Plain<S.AnnotationQuery>, 'target'> & {
  target?: { limit: number; matchAny: boolean; tags: string[]; type: 'tags' | 'dashboard' };
};

export type DashboardOf = Omit<Plain<S.Dashboard>, 'panels' | 'uid' | 'title' | 'schemaVersion' | 'annotations'> & {
  annotations: { list: EventsOf[] };
  uid: string; title: string; schemaVersion: 42; panels: (PanelOf | RowOf)[];
};
