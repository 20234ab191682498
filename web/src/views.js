// SPDX-License-Identifier: Apache-2.0
// The views by their names in the address. A view is a title and a function: state -> elements.
import { pair } from './views/pair.js'

export const views = {
    pair: { title: 'Pair', make: pair },
}
