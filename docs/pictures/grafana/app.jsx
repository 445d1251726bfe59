// Draws window.BOARD (a dashboard's JSON) from window.DATA (panel id -> its answers) with Grafana's own panels' components, transformations,
// units and colours. What is not drawn: the page around the panels, and the menus.
import React from 'react';
import { createRoot } from 'react-dom/client';
import * as data from '@grafana/data';
import { BigValue, GlobalStyles, LegendDisplayMode, PanelChrome, ThemeContext, TimeSeries } from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import { lastValueFrom } from 'rxjs';

const ROW = 38;
const theme = data.createTheme({ colors: { mode: 'dark' } });
const board = window.BOARD;
const range = { from: data.dateTime(window.RANGE[0] * 1000), to: data.dateTime(window.RANGE[1] * 1000), raw: { from: 'now-1h', to: 'now' } };
const everyPanel = board.panels.flatMap((panel) => [panel, ...(panel.panels || [])]);

data.standardTransformersRegistry.setInit(() =>
  Object.values(data.standardTransformers)
    .filter((one, at, all) => all.findIndex((other) => other.id === one.id) === at)
    .map((one) => ({ id: one.id, name: one.name, description: '', transformation: one, editor: () => null })));

const property = (id, isCustom) => ({
  id: isCustom ? `custom.${id}` : id, path: id, name: id, isCustom, process: data.identityOverrideProcessor, shouldApply: () => true,
  override: () => null, editor: () => null, settings: {},
});
const standard = ['unit', 'min', 'max', 'decimals', 'displayName', 'noValue', 'thresholds', 'mappings', 'links', 'color', 'fieldMinMax', 'description'];
const custom = ['width', 'minWidth', 'cellOptions', 'align', 'footer', 'inspect', 'filterable', 'lineWidth', 'fillOpacity', 'lineStyle', 'stacking',
  'drawStyle', 'showPoints', 'axisPlacement', 'gradientMode', 'spanNulls', 'hideFrom', 'thresholdsStyle', 'axisSoftMin'];
const registry = new data.FieldConfigOptionsRegistry(() => [...standard.map((id) => property(id, false)), ...custom.map((id) => property(id, true))]);

function prepared(frames, panel) {
  const made = data.applyFieldOverrides({
    data: frames, fieldConfig: panel.fieldConfig, fieldConfigRegistry: registry, replaceVariables: (text) => text, theme, timeZone: 'utc',
  });
  data.cacheFieldDisplayNames(made);
  return made;
}

function answers(panel) {
  const { frames, lines } = window.DATA[panel.id];
  const tables = frames.map((fields, at) => data.toDataFrame({ refId: `${at}`, fields: fields.map(({ name, cells }) => ({
    name, type: cells.some((cell) => typeof cell === 'string') ? 'string' : 'number', values: cells, config: {},
  })) }));
  const series = Object.entries(lines).map(([name, points]) => data.toDataFrame({ refId: 'A', name, fields: [
    { name: 'Time', type: 'time', values: points.map(([time]) => time * 1000), config: {} },
    { name: 'Value', type: 'number', values: points.map(([, value]) => value), config: { displayNameFromDS: name } },
  ] }));
  return [...tables, ...series];
}

async function drawnFrames(panel) {
  const from = panel.targets[0].panelId ? everyPanel.find((one) => one.id === panel.targets[0].panelId) : panel;
  return prepared(await lastValueFrom(data.transformDataFrame(panel.transformations || [], answers(from), { interpolate: (text) => text })), panel);
}

function Stat({ panel, frames, width, height }) {
  const options = panel.options;
  const values = data.getFieldDisplayValues({
    fieldConfig: panel.fieldConfig, reduceOptions: options.reduceOptions, replaceVariables: (text) => text, data: frames, theme, percentChange: options.showPercentChange,
  });
  return <div style={{ display: 'flex' }}>{values.map((value, at) => <BigValue
    key={at} value={value.display} width={width / values.length} height={height} theme={theme} colorMode={options.colorMode} graphMode="none" justifyMode="auto"
    textMode={options.textMode} wideLayout={options.wideLayout} percentChangeColorMode={options.percentChangeColorMode} />)}</div>;
}

function Graph({ panel, frames, width, height }) {
  const legend = panel.options.legend;
  return <TimeSeries frames={frames} width={width} height={height} timeRange={range} timeZone="utc" options={panel.options}
    legend={{ ...legend, displayMode: legend.displayMode === 'table' ? LegendDisplayMode.Table : LegendDisplayMode.List }} />;
}

function Body({ panel, frames, width, height }) {
  if (panel.type === 'stat') return <Stat panel={panel} frames={frames} width={width} height={height} />;
  if (panel.type === 'timeseries') return <Graph panel={panel} frames={frames} width={width} height={height} />;
  return <TableNG data={frames[0]} width={width} height={height} cellHeight={panel.options.cellHeight} enablePagination={panel.options.enablePagination}
    initialSortBy={panel.options.sortBy} enableVirtualization={false} getActions={() => []} structureRev={1} timeRange={range} fieldConfig={panel.fieldConfig} />;
}

function App() {
  const [frames, setFrames] = React.useState(null);
  const panels = board.panels.filter((panel) => panel.type !== 'row' && panel.type !== 'text');
  React.useEffect(() => {
    Promise.all(panels.map(async (panel) => [panel.id, await drawnFrames(panel)])).then((all) => setFrames(Object.fromEntries(all)));
  }, []);
  const column = (window.innerWidth - 16) / 24;
  return <ThemeContext.Provider value={theme}><GlobalStyles /><div style={{ background: theme.colors.background.canvas, position: 'relative', height: window.innerHeight }}>
    {frames && panels.map((panel) => {
      const { x, y, w, h } = panel.gridPos;
      const width = w * column - 8, height = h * ROW - 8;
      return <div key={panel.id} style={{ position: 'absolute', left: 12 + x * column, top: 8 + y * ROW, width, height }}>
        <PanelChrome title={panel.title} width={width} height={height} padding="md" hoverHeader={false}>
          {(innerWidth, innerHeight) => <Body panel={panel} frames={frames[panel.id]} width={innerWidth} height={innerHeight} />}
        </PanelChrome>
      </div>;
    })}
  </div></ThemeContext.Provider>;
}

createRoot(document.getElementById('root')).render(<App />);
