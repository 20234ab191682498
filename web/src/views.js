// SPDX-License-Identifier: Apache-2.0
// The views by their names in the address. A view is a title and a function: state -> elements.
import { chain } from './views/chain.js'
import { claims } from './views/claims.js'
import { method } from './views/method.js'
import { pair } from './views/pair.js'
import { partners } from './views/partners.js'
import { profile } from './views/profile.js'
import { world } from './views/world.js'

export const views = {
    pair: { title: 'Pair', make: pair },
    partners: { title: 'Partners', make: partners },
    profile: { title: 'Profile', make: profile },
    world: { title: 'World', make: world },
    chain: { title: 'Chain', make: chain },
    claims: { title: 'Claims', make: claims },
    method: { title: 'Method', make: method },
}
