// SPDX-License-Identifier: Apache-2.0
// The parts of ECharts that the page uses.
import { BarChart, CustomChart, HeatmapChart, LineChart, MapChart, SankeyChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'

echarts.use([BarChart, CustomChart, HeatmapChart, LineChart, MapChart, SankeyChart, ScatterChart, GridComponent, MarkAreaComponent,
    MarkLineComponent, TooltipComponent, VisualMapComponent, LabelLayout, CanvasRenderer])
