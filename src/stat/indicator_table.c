// SPDX-License-Identifier: Apache-2.0
/*
 * indicator_table - one page for every number that a table shows: what --explain prints.
 *
 * How to add an indicator: (1) declare a pure function of a quad in rapport.h, with formula, neutral value, edges and
 * paper in its comment; (2) write it in indicator.c, ending in divide(), so that every edge gets its reason; (3) add a row here
 * under the name of its column, all seven texts; further columns that show the same thing (its interval, its other
 * direction) go in `also`; (4) test a worked example and each edge in tests/unit/test_indicator.c.
 *
 * Notation: w a work, k its number of countries, n of authorships; P works with a country, I those of them with another
 * country, C_XY joint works of X and Y, C_X the links of X with all others, T all links, each once; W the world.
 */
#include <string.h>

#include "rapport.h"

#define EMPTY_WHOLE "whole = 0: undefined"
#define FRACTIONAL_SHARE "under fractional counting the numerator is the country's own part of the joint works"
#define WHOLE_ONLY "under fractional counting: undefined, since a pair's weight is no part of its countries' works"
#define WHOLE_COUNT "a work counts once for each country that took part"

typedef struct rap_page {
    rap_indicator page;
    const char *also; /* other column names with this page, separated by blanks */
} rap_page;

static const rap_page pages[] = {
    /* trade and industry */
    {{"amount", "Amount",
      "The measure of the facts looked at, added up where it may be: a flow over years and subjects, a stock over subjects "
      "of one year, a rate never.",
      "x_i = sum over facts", "", "not reported, or reported without an amount: not in these data, and no zero",
      "definition of this program"},
     "exports imports balance owned here owned_there owned_here supply production"},
    {{"facts", "Facts", "Facts behind a sum, with or without an amount.", "#{facts}", "", "none: the place is not reported",
      "definition of this program"},
     ""},
    {{"missing", "Facts without an amount", "Facts behind a sum whose amount the source does not give: the sum lacks them.",
      "#{facts without amount}", "", "none: 0", "definition of this program"},
     ""},
    {{"share_of_total", "Share of the total",
      "Part of the sum over all places, residuals and unknown ones included, regions that contain countries left out.",
      "x_i / sum x", "", "region: undefined; total = 0: undefined", "definition of this program"},
     ""},
    {{"trade_share", "Share of exports, of imports",
      "What passes between two countries as a part of all exports (imports) of the first, in the subjects looked at.",
      "x_ij / X_i; x_ji / M_i", "", "no exports (imports): undefined", "WITS, indicators of trade outcomes"},
     "export_share import_share owned_share here_share"},
    {{"rca", "Revealed comparative advantage",
      "A product's part of a country's exports against its part of the world's; the activity index with products in the place "
      "of fields. Within the products looked at.",
      "(X_ik / X_i) / (W_k / W)", "1", "X_i = 0 or W_k = 0: undefined",
      "Balassa 1965, Manchester School 33, 99-123"},
     "rca_partner"},
    {{"rca_symmetric", "Symmetric RCA", "RCA on a scale from -1 to 1.", "(RCA - 1) / (RCA + 1)", "0",
      "RCA undefined: undefined; infinite: 1", "Laursen 1998, DRUID working paper 98-30"},
     ""},
    {{"intensity", "Trade intensity",
      "The partner's part of a country's exports against its part of what all others import: the country does not trade with "
      "itself, so its own imports are left out of the world's.",
      "(x_ij / X_i) / (M_j / (W - M_i))", "1", "no exports, or the partner imports nothing: undefined",
      "Brown 1949; Kojima 1964, Hitotsubashi Journal of Economics 5, 19-36"},
     "intensity_back"},
    {{"intensity_common", "Trade intensity, common form",
      "The same with all imports of the world: as if a country could trade with itself, so too high for large countries' "
      "partners.",
      "(x_ij / X_i) / (M_j / W)", "1", "as intensity", "WITS, trade intensity index"},
     ""},
    {{"grubel_lloyd", "Grubel-Lloyd index",
      "How far trade goes both ways within products: 0 where each product goes one way only, 1 where exports and imports of "
      "each are equal. Lower the finer the products.",
      "1 - sum_k |x_k - m_k| / sum_k (x_k + m_k)", "", "no trade: undefined",
      "Grubel & Lloyd 1975, Intra-industry trade"},
     ""},
    {{"complementarity", "Trade complementarity",
      "How well the products that one country exports (to anyone) fit those that the other imports (from anyone).",
      "100 (1 - sum_k |M_jk/M_j - X_ik/X_i| / 2)", "", "no exports or no imports: undefined",
      "Michaely 1996, World Bank policy research paper 1583"},
     "complementarity_back"},
    {{"export_similarity", "Export similarity", "How far two countries export the same products: the common part of both profiles.",
      "sum_k min(X_ik/X_i, X_jk/X_j)", "", "no exports: undefined", "Finger & Kreinin 1979, Economic Journal 89, 905-912"},
     ""},
    {{"hhi", "Concentration of suppliers",
      "Sum of squared shares of the suppliers (Herfindahl-Hirschman), from 1/n to 1; normalised: 0 to 1. What is not attributed to "
      "a country counts as if it were of very many suppliers, so this is the least that there can be.",
      "H = sum s^2; normalised (H - 1/n) / (1 - 1/n)", "", "no supply: undefined; one supplier: normalised undefined",
      "Hirschman 1945; Herfindahl 1950"},
     "suppliers hhi_normalised"},
    {{"effective_suppliers", "Effective suppliers", "The number of equal suppliers that would be as concentrated.", "1 / H", "",
      "no supply: undefined", "Adelman 1969, Review of Economics and Statistics 51, 99-101"},
     ""},
    {{"supplier_share", "Share of a supplier", "A supplier's part of all supply of the subject, not attributed supply included.",
      "x_i / sum x", "", "no supply: undefined", "definition of this program"},
     "share_1 share_2 share_3 unattributed"},
    {{"import_reliance", "Net import reliance",
      "Net imports as a part of apparent use. Imports over exports are given where production is not known.",
      "(M - X) / (Q + M - X)", "", "apparent use of 0 or less (re-exports): undefined; no production known: not in these data",
      "USGS Mineral Commodity Summaries; Blengini et al. 2017, JRC, doi 10.2760/73303"},
     "imports_to_exports"},
    {{"mirror_gap", "Mirror gap",
      "How far what the exporter and the importer report of one flow are apart. Imports include freight and insurance.",
      "|x - m| / max(x, m)", "", "one side does not report: not in these data", "UN Comtrade, bilateral asymmetries"},
     "mirror_gap_exports mirror_gap_imports"},
    {{"unit_value", "Unit value", "Value over quantity, in their units.", "v / q", "",
      "a quantity of the flow is missing: not in these data", "UN International Merchandise Trade Statistics, compilers manual"},
     "unit_value_exports unit_value_imports"},
    /* counts */
    {{"works", "Works",
      "Joint works of two countries (or groups): works with at least one author in each; others may take part. For one "
      "country its works. " WHOLE_COUNT ".",
      "C_XY = #{w: X and Y in S(w)}", "", "no such work: 0; a country with itself: undefined",
      "whole counting: Gauffriau et al. 2007, Scientometrics 73, 175-214"},
     "joint_works listed_works works_own works_partner"},
    {{"output", "Output", "Works with at least one author in the country; " WHOLE_COUNT ".", "P_X = #{w: X in S(w)}", "",
      "a cube of pairs does not hold it: not in these data", "Gauffriau et al. 2007, Scientometrics 73, 175-214"},
     "partner_output"},
    {{"international", "International works", "Works of the country in which another country took part too.",
      "I_X = #{w: X in S(w), k >= 2}", "", "no such work: 0", "whole counting, as output"},
     "partner_international world_international"},
    {{"international_share", "International share", "Works with another country as a share of the country's works.",
      "I_X / P_X", "", EMPTY_WHOLE, "Gauffriau et al. 2007, Scientometrics 73, 175-214"},
     ""},
    {{"links", "Links", "Links of a country with all others: a work of k countries gives each of them k - 1.",
      "C_X = sum over Y of C_XY", "", "no link: 0", "Fuchs, Sivertsen & Rousseau 2021, Scientometrics 126, 8673-8682"},
     "all_links partner_links"},
    {{"bilateral", "Bilateral only", "Works of exactly these two countries.", "#{w: S(w) = {X, Y}}", "",
      "none: 0; a cube of pairs does not hold it", "as in reports on Norwegian research (NIFU)"},
     "bilateral_only"},
    {{"affiliation_only", "Tied by double affiliation only",
      "Joint works in which no author has X without Y, or none has Y without X: the tie may be one person's two addresses.",
      "#{w: X and Y in S(w); authors with X are all with Y, or the other way round}", "",
      "none: 0; where authorships are not known: not in these data",
      "the question is that of Hottenrott, Rose & Lawson 2021, JASIST 72 (multiple affiliations)"},
     ""},
    {{"strict", "Fractional by country",
      "Joint works, each work shared equally among its pairs of countries: the weights of a work sum to 1.",
      "sum over joint works of 2/(k(k-1))", "", "none: 0",
      "Batagelj & Cerinsek 2013, Scientometrics 96, 845-864"},
     "country_fractional"},
    {{"works_country", "Country-fractional works",
      "Works of a country, each shared equally among its countries: over all countries they add to the works with a country.",
      "sum over works with X of 1/k", "", "none: 0; a cube of pairs does not hold it",
      "Aksnes, Schneider & Gunnarsson 2012, Journal of Informetrics 6, 36-43"},
     "world_share_country rank_country"},
    {{"works_author", "Author-fractional works",
      "Works of a country, each by its share of the authorships; an authorship of several countries is split equally. Over all "
      "countries they add to at most the works: the rest has no country.",
      "sum over works of Share_X = sum over authorships of (1/n)(1/number of its countries)", "",
      "none: 0; a cube without author shares does not hold it",
      "Aksnes, Schneider & Gunnarsson 2012, Journal of Informetrics 6, 36-43; Nature Index, Share"},
     "world_share_author rank_author"},
    {{"newman", "Newman's weight",
      "Joint works, each weighted so that the weights of one country over its partners sum to its international works.",
      "sum over joint works of 1/(k-1)", "", "none: 0", "Newman 2001, Physical Review E 64, 016132"},
     ""},
    {{"nature_score", "Nature-style score",
      "Sum over joint works of the shares of authorships of both countries; at most 1 a work, 1 where no third country took part.",
      "sum over joint works of (Share_X + Share_Y); Share_X = sum over authorships of (1/n)(1/number of its countries)", "",
      "none: 0; a cube without author shares does not hold it; shares of authors without a country stay unassigned",
      "Nature Index, bilateral collaboration score (CS)"},
     "author_fractional"},
    /* shares */
    {{"share_of_output", "Share of output", "Joint works as a share of all works of the country.", "C_XY / P_X", "",
      EMPTY_WHOLE "; shares do not add to 1, since a work may have several partners; " FRACTIONAL_SHARE, "whole counting"},
     ""},
    {{"share_of_international", "Share of international works",
      "Joint works as a share of the country's works with any other country.", "C_XY / I_X", "",
      EMPTY_WHOLE "; shares do not add to 1; " FRACTIONAL_SHARE, "whole counting"},
     ""},
    {{"share_of_links", "Share of links",
      "Joint works as a share of the country's links: its collaboration profile. Shares of all partners add to 1.",
      "C_XY / C_X", "", EMPTY_WHOLE, "Fuchs, Sivertsen & Rousseau 2021, Scientometrics 126, 8673-8682"},
     ""},
    {{"share_of_partner", "Share of the partner's works", "What part of the partner's works has this country.", "C_XY / P_Y",
      "", EMPTY_WHOLE, "whole counting"},
     "share_of_partner_output"},
    {{"world_share", "World share",
      "Works of a country as a share of the world's. Two denominators: all works, or works with a country; the column says which.",
      "P_X / P_W", "",
      EMPTY_WHOLE "; the world counts works once; whole shares add to more than 1, author-fractional ones to at most 1",
      "Aksnes, Schneider & Gunnarsson 2012, Journal of Informetrics 6, 36-43"},
     "world_share_all world_share_known"},
    {{"field_share", "Share of the field", "Works of a field as a share of all works of the pair or country.",
      "C_XY,f / C_XY", "", EMPTY_WHOLE, "whole counting"},
     "share_of_works"},
    /* ranks */
    {{"rank", "Rank", "Competition rank: 1 + number of eligible partners with more; equal ones share a rank (1, 2, 2, 4).",
      "1 + #{Z: C_XZ > C_XY}", "", "not eligible (all others; left out by --among): no rank", "competition ranking"},
     "rank_works rank_growth rank_specialisation"},
    {{"rank_ric", "Rank by RIC",
      "Competition rank by relative intensity among partners with enough expected works (default 30); small partners give "
      "huge ratios by chance.",
      "1 + #{Z: RIC(X,Z) > RIC(X,Y)}, expected works of both at least the minimum", "", "too few expected works: no rank",
      "Fuchs, Sivertsen & Rousseau 2021, Scientometrics 126, 8673-8682"},
     ""},
    {{"rank_gain", "Places gained by intensity",
      "How many places a partner stands higher by relative intensity than by count, among the same partners: a partner "
      "preferred relative to its size stands above 0.",
      "rank by count - rank by RIC", "0", "too few expected works: undefined", "reading of 'preferred relative to size'"},
     ""},
    {{"rank_interval", "Range of rank",
      "Ranks between which the partner stands in 95 % of resamples of works. Noise of size only; faults of the data are "
      "larger. From a cube of pairs counts are taken as independent.",
      "works as Poisson numbers: shared works move both counts; quantiles 2.5 % and 97.5 % of 1 + number above", "",
      "not eligible: none", "stability interval of the Leiden Ranking (Waltman et al. 2012, JASIST 63, 2419-2432)"},
     "rank_low rank_high rank_works_low rank_works_high"},
    {{"works_interval", "95 % interval of a count of works",
      "Means of a Poisson number that the count does not contradict: how firm the count is, as if works were a sample. Errors of "
      "the database come on top.",
      "n + 1.92 +- 1.96 sqrt(n + 0.96)", "", "0 works: from 0; " WHOLE_ONLY,
      "score interval (Rao 1948, Proceedings of the Cambridge Philosophical Society 44, 50-57)"},
     "works_low works_high"},
    /* intensity */
    {{"ric", "Relative intensity of collaboration",
      "Y's share of X's links, over Y's share of the links among all others. Not symmetric; above 1 in one direction means "
      "above 1 in both.",
      "RIC(X,Y) = (C_XY/C_X) / ((C_Y - C_XY)/(T - C_X))", "0.5, since T counts links once",
      "X without links: undefined; no joint work: 0; Y works with X only: infinite; X in every link: undefined",
      "Fuchs, Sivertsen & Rousseau 2021, Scientometrics 126, 8673-8682"},
     "ric_reverse"},
    {{"ric_interval", "95 % interval of RIC",
      "Interval in risk-ratio form. Links of one work are not independent, so it is too narrow for works of many countries; "
      "--bootstrap resamples works.",
      "exp(ln RIC +- 1.96 sqrt(1/a - 1/n1 + 1/b - 1/n2)), a = C_XY, n1 = C_X, b = C_Y - C_XY, n2 = T - C_X", "",
      "no joint work: from 0 to the upper end for half a work; RIC undefined: undefined",
      "Fuchs, Smolinsky & Rousseau 2022, Journal of Data and Information Science, 10.2478/jdis-2022-0021"},
     "ric_low ric_high ric_reverse_low ric_reverse_high"},
    {{"ric_n", "RIC, neutral at 1", "Twice the relative intensity of collaboration, so that 1 is neutral.",
      "2 RIC(X,Y)", "1", "as ric", "Fuchs, Sivertsen & Rousseau 2021, Scientometrics 126, 8673-8682"},
     "ric_n_low ric_n_high"},
    {{"affinity", "Probabilistic affinity",
      "Joint works over those expected if links were made by chance. Symmetric. The expectation lets a country pair with "
      "itself, so it overstates where countries are few or large.",
      "PAI = C_XY 2T / (C_X C_Y)", "about 1", "a country without links: undefined",
      "Zitt, Bassecoulard & Okubo 2000, Scientometrics 47, 627-657; van Eck & Waltman 2009, JASIST 60, 1635-1651"},
     "association_strength pai"},
    {{"luukkonen", "Luukkonen index",
      "Y's share of X's links over Y's share of the link ends that are not X's: the correct expectation from X's side.",
      "(C_XY/C_X) / (C_Y/(2T - C_X))", "1", "a country without links: undefined",
      "Luukkonen, Persson & Sivertsen 1992, Science, Technology & Human Values 17, 101-126, with T as link ends"},
     "luukkonen_reverse"},
    {{"nsf_index", "Index of international collaboration",
      "The partner's share of X's international works over its share of the world's. Works, not links: means exceed 1 where works "
      "have many countries.",
      "(C_XY/I_X) / (I_Y/I_W), I_W the world's international works", "about 1",
      "no international works: undefined; the world's number not held: not in these data; " WHOLE_ONLY,
      "National Science Board, Science and Engineering Indicators 2008, table 5-26"},
     ""},
    {{"salton", "Salton's cosine", "Joint works over the geometric mean of both countries' works: of their output, or where a cube "
      "does not hold it, of their international works; the receipt says which.",
      "C_XY / sqrt(P_X P_Y)", "", "a country without works: undefined; " WHOLE_ONLY,
      "Salton & McGill 1983, Introduction to Modern Information Retrieval"},
     ""},
    {{"jaccard", "Jaccard index", "Joint works over works of either country (output or international works, as for Salton's cosine).",
      "C_XY / (P_X + P_Y - C_XY)", "", "no works: undefined; " WHOLE_ONLY,
      "Jaccard 1901, Bulletin de la Societe vaudoise des sciences naturelles 37, 547-579"},
     ""},
    {{"inclusion", "Inclusion index", "Joint works as a share of the smaller country's works (output or international works, as for "
      "Salton's cosine).", "C_XY / min(P_X, P_Y)", "", "a country without works: undefined; " WHOLE_ONLY,
      "van Eck & Waltman 2009, JASIST 60, 1635-1651"},
     ""},
    {{"ratio", "Observed over expected", "A cell over what its row and column let expect.", "n all / (row col)", "1",
      "an empty row or column: undefined", "Balassa 1965, The Manchester School 33, 99-123"},
     ""},
    {{"expected", "Expected joint works", "Joint works if links were made by chance, given both countries' links; from X's side, whose "
      "links are with others only.",
      "C_X C_Y / (2T - C_X)", "", "no links: undefined", "Luukkonen, Persson & Sivertsen 1992, with T as link ends"},
     ""},
    /* fields */
    {{"activity_index", "Activity index", "A field's share of a country's works over its share of the world's.",
      "(P_Xf/P_X) / (P_Wf/P_W)", "1", "no works of the country or of the field: undefined",
      "Frame 1977, Interciencia 2, 143-148; Schubert & Braun 1986, Scientometrics 9, 281-291"},
     ""},
    {{"specialisation", "Specialisation of a pair", "A field's share of a pair's joint works over its share of all links. Grey "
      "below a minimum of expected works (default 10).",
      "(C_XY,f/C_XY) / (T_f/T)", "1", "no joint works, or no links in the field: undefined; few expected: below the minimum",
      "Balassa 1965, The Manchester School 33, 99-123, on links"},
     ""},
    {{"symmetric_specialisation", "Symmetric specialisation", "Specialisation turned to run from -1 to 1.", "(S - 1)/(S + 1)",
      "0", "infinite: 1; undefined stays undefined", "Laursen 1998, DRUID working paper 98-30"},
     "specialisation_symmetric activity_index_symmetric symmetric"},
    /* profiles and growth */
    {{"profile_similarity", "Similarity of profiles",
      "How alike the partners of two countries are, both countries left out of both profiles.",
      "1 - JSD(p_X, p_Z), base 2; p = shares of links", "1 = same, 0 = no partner in common", "a profile without works: undefined",
      "Lin 1991, IEEE Transactions on Information Theory 37, 145-151"},
     ""},
    {{"profile_cosine", "Cosine of profiles", "Cosine of the angle between two profiles of partners, both countries left out.",
      "sum p q / sqrt(sum p^2 sum q^2)", "1 = same, 0 = no partner in common", "a profile without works: undefined",
      "Salton & McGill 1983, Introduction to Modern Information Retrieval"},
     ""},
    {{"growth_decomposition", "Growth decomposed",
      "The change of joint works between two periods as a sum: both countries' growth, less the world's, and the change of their "
      "affinity. In logarithms: a part of 0.10 is a factor of 1.105.",
      "dln C_XY = dln C_X + dln C_Y - dln T + dln PAI", "0",
      "none in both periods: undefined; in one: infinite", "from the definition of affinity (Zitt et al. 2000)"},
     "growth_total growth_country growth_partner growth_world growth_preference"},
    {{"profile_change", "Change of a profile", "The partner's share of links less what it was in the first year.",
      "p_t(Y) - p_first(Y)", "0", "no links in one of the years: undefined", "difference of shares of links"},
     "change"},
    /* coverage */
    {{"coverage", "Coverage", "Share of the works whose authorships all have a country. Incomplete, and changing over the years: "
      "read every comparison over time with it.",
      "works with all authorships known / works", "1", EMPTY_WHOLE "; a cube of pairs does not hold it",
      "Zhang et al. 2024, on missing affiliations in OpenAlex"},
     ""},
    {{"coverage_class", "Coverage class",
      "Of one work: all, some or none of its authorships have a country, or it has no authorships.",
      "countries known of authorships: all, some, none; no-authors", "", "by definition always one of the four", "by definition"},
     ""},
    {{"with_country", "Works with a country", "Share of works of which at least one authorship has a country.",
      "works with k >= 1 / all works", "1", EMPTY_WHOLE "; a cube of pairs does not hold it", "by definition"},
     ""},
    {{"unassigned", "Unassigned", "Parts of works whose authorships have no country; never spread over the others.",
      "sum over works of (authorships without a country) / n", "", "none: 0", "by definition"},
     ""},
    /* trends */
    {{"artefact", "Artefact guard",
      "A year that stands out from its neighbours by more than sampling and a fifth explain: look at the data before reading a "
      "trend. Flags upward about 3 % (2021) and 2 % (2022) of pairs with 100 works or more.",
      "|C_t - m| > max(5 sqrt(m), 5, 0.2 m), m = (C_{t-1} + C_{t+1})/2; at the ends against the line through two years, twice as wide",
      "", "fewer than four years: not tested", "by definition"},
     "guard flag flagged series excess"},
    {{"mann_kendall", "Mann-Kendall test", "Whether a series rises or falls more often than chance. Nearly every growing series "
      "does: read the slope, not p.",
      "S = sum over i < j of sign(y_j - y_i); Z = (|S| - 1)/sqrt(var), var = [n(n-1)(2n+5) - ties]/18", "Z = 0",
      "all equal: Z = 0, p = 1; fewer than 3 points: refused",
      "Mann 1945, Econometrica 13, 245-259; Kendall 1975; autocorrelation: Hamed & Rao 1998, Journal of Hydrology 204, 182-196"},
     "mann_kendall_z mann_kendall_p"},
    {{"sen_slope", "Sen's slope", "Median of the slopes between all pairs of years, with its 95 % interval; one odd year hardly moves "
      "it.",
      "median over i < j of (y_j - y_i)/(t_j - t_i)", "0", "fewer than 3 points: refused",
      "Sen 1968, Journal of the American Statistical Association 63, 1379-1389"},
     "sen_slope_low sen_slope_high"},
    {{"joinpoint", "Joinpoint", "Straight pieces that join: where a trend turns. The last two years are provisional: databases "
      "fill up.",
      "y = a + b t + sum d_j max(0, t - tau_j), 0-2 joins, at least 3 years a piece, least squares; y = ln(C + 0.5) for counts", "",
      "fewer than 6 years: no join is tried", "Kim, Fay, Feuer & Midthune 2000, Statistics in Medicine 19, 335-351"},
     "turn_year segment"},
    {{"delta_bic", "Gain of the turn",
      "BIC without a join minus BIC of the best model with one: above 0 favours a turn, above 10 strongly.",
      "BIC = N ln(RSS/N) + p ln N, p = 2 + 2 per join (its place and its change of slope)", "0",
      "too few years for a join: 0", "Schwarz 1978, Annals of Statistics 6, 461-464"},
     "bic"},
    {{"annual_change", "Annual change", "Yearly change along a piece of the trend, in per cent, with its 95 % interval given the "
      "places of the joins.",
      "100 (e^b - 1), b the slope of ln y", "0", "no residual degrees of freedom: no interval",
      "Kim, Fay, Feuer & Midthune 2000, Statistics in Medicine 19, 335-351"},
     "annual_change_low annual_change_high growth"},
    {{"direction", "Direction", "Rising or falling where the 95 % interval of the yearly change leaves out 0; otherwise no clear "
      "direction.",
      "sign of annual_change, if annual_change_low and annual_change_high share it", "no clear direction",
      "no interval: no direction", "reading of annual_change"},
     ""},
    {{"false_discovery", "Adjusted p", "p adjusted for many series: of those below q, at most a share q is expected to be false.",
      "min over j >= i of p_(j) n / j", "", "not tested: copied",
      "Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57, 289-300"},
     "p_adjusted"},
    {{"figure", "Figure of a source",
      "An amount as its source states it. Observed: it was so; announced: somebody said they would; projected: somebody "
      "calculated what may be, at the date beside it.",
      "a whole number of 10^-decimals, as the source rounds it; per cent as a share of one", "",
      "blank in the source: not in these data, which is not zero", "the source named in the row"},
     "status date"},
    {{"scenario", "Scenario of announcements",
      "What would stand if a given part of an announced amount came. The part is chosen by who asks; it is no estimate.",
      "announced x completion", "", "amount not published: left out", "the source and date named in the row"},
     "announced completion observed_year"},
    /* forecast */
    {{"forecast", "Forecast",
      "Where the series goes if it goes on as it did: not a fact. Several models, chosen by the errors they made on this series "
      "when they knew its past only.",
      "unchanged; random walk with drift; last growth; damped trend; straight line; Gompertz curve under a ceiling; on ln y, or "
      "ln(y/(1-y)) for shares",
      "", "fewer than 7 years: refused", "damped trend: Gardner & McKenzie 1985, Management Science 31, 1237-1246"},
     "model chosen horizon"},
    {{"forecast_interval", "95 % interval of a forecast", "Scaled from the errors of the back-test at the same horizon; how often "
      "such intervals held is printed beside it.",
      "value +- t s_h on the scale, s_h the root mean square error at horizon h", "", "fewer than 3 errors: widened with sqrt(h)",
      "Tashman 2000, International Journal of Forecasting 16, 437-450 (rolling origin)"},
     "forecast_low forecast_high backtest_coverage"},
    {{"target", "Target",
      "Whether a level is reached by a year, as a model says that knows the years up to a given one; beside it what came. The "
      "probability is that of the forecast's error being on the good side, the error distributed as Student's t with the spread of "
      "the back-test.",
      "P(t_d <= (z_forecast - z_level)/s_h) on the scale of the forecast, d errors behind s_h; years: first in which forecast, or "
      "an end of its 95 % interval, is at the level",
      "", "a level that is the series' limit: neared, never reached; not within 20 years: undefined",
      "as forecast; rolling origin: Tashman 2000, International Journal of Forecasting 16, 437-450"},
     "level by known_until probability reached reached_earliest reached_latest observed observed_met observed_reached"},
    {{"mape", "Error of back-test", "Mean absolute error of past forecasts, in per cent of what came; mae: in units of the series.",
      "100 mean |forecast - y| / y", "0", "years with 0 are left out; no forecast tried: undefined",
      "Hyndman & Koehler 2006, International Journal of Forecasting 22, 679-688"},
     "mae backtest_error backtest_tried"},
    {{"bootstrap", "Bootstrap of works",
      "Works drawn anew: the number of works of each cell is a Poisson deviate named by seed, cell and resample, so the answer does "
      "not depend on order or threads.",
      "n* ~ Poisson(n) for every cell; quantiles 2.5 % and 97.5 % over resamples", "", "fewer than 20 resamples: below the minimum",
      "Hanley & MacGibbon 2006, Computer Methods and Programs in Biomedicine 83, 57-62"},
     ""},
};

static bool is_word_of(const char *name, const char *words)
{
    size_t length = strlen(name);
    while (*words) {
        size_t word = strcspn(words, " ");
        if (word == length && memcmp(words, name, length) == 0) return true;
        words += word + (words[word] == ' ');
    }
    return false;
}

const rap_indicator *rap_indicator_find(const char *name)
{
    if (!name || !*name) return NULL;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (strcmp(pages[i].page.name, name) == 0 || is_word_of(name, pages[i].also)) return &pages[i].page;
    return NULL;
}

const rap_indicator *rap_indicator_at(size_t i)
{
    return i < sizeof pages / sizeof *pages ? &pages[i].page : NULL;
}
