// SPDX-License-Identifier: Apache-2.0
/* words - a pure table of vocabulary, and picking from it. */
#include "world/words.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *const text_words[] = {
    "the", "of", "and", "in", "to", "a", "is", "for", "with", "that", "on", "as", "by", "are", "was", "this", "from",
    "be", "an", "were", "at", "which", "we", "or", "have", "between", "these", "can", "results", "has", "study", "not",
    "it", "using", "based", "also", "their", "more", "been", "two", "than", "data", "model", "method", "used", "time",
    "high", "analysis", "different", "both", "show", "other", "effect", "effects", "such", "during", "after", "found",
    "may", "system", "new", "our", "however", "patients", "cells", "process", "when", "performance", "under",
    "temperature", "surface", "control", "research", "first", "developed", "paper", "proposed", "present", "through",
    "significant", "increase", "structure", "group", "its", "energy", "treatment", "into", "development", "properties",
    "low", "level", "water", "changes", "factors", "conditions", "studies", "increased", "activity", "field", "number",
    "growth", "most", "where", "about", "well", "compared", "observed", "information", "three", "function", "response",
    "risk", "quality", "social", "while", "case", "approach", "among", "obtained", "methods", "important", "production",
    "provide", "related", "there", "environmental", "use", "only", "could", "systems", "models", "health", "material",
    "phase", "rate", "species", "within", "human", "problem", "state", "investigated", "over", "range", "including",
    "parameters", "respectively", "measured", "learning", "optical", "clinical", "network", "design", "theory",
    "potential", "higher", "years", "total", "similar", "evidence", "several", "role", "value", "population", "age",
    "distribution", "mean", "test", "reduced", "experimental", "without", "being", "various", "application", "out",
    "simulation", "samples", "applied", "values", "area", "effective", "specific", "terms", "expression", "main",
    "Background:", "Methods:", "Results:", "Conclusions:", "(p<0.05)", "95%", "e.g.,", "i.e.", "[1]", "{x}", "CO2",
    "naïve", "Schrödinger", "Poincaré", "Ångström", "μm", "α-helix", "β", "±", "–", "“new”", "≥", "10−3", "São",
};

static const char *const title_words[] = {
    "Analysis", "Effects", "Study", "Evaluation", "Influence", "Model", "Approach", "Role", "Impact", "Design",
    "Synthesis", "Characterization", "Comparison", "Optimization", "Assessment", "Application", "Novel", "Dynamics",
    "of", "in", "and", "for", "on", "with", "under", "between", "from", "the", "a", "by", "using", "among",
    "graphene", "batteries", "ocean", "climate", "glacier", "salmon", "seismic", "arctic", "polymer", "protein",
    "neural", "quantum", "enzyme", "tumour", "policy", "school", "language", "trade", "migration", "steel", "wind",
    "hydrogen", "soil", "forest", "catalyst", "galaxy", "plasma", "sensor", "network", "market", "vaccine", "children",
};

/* What breaks careless readers; every one is valid in a JSON string once it is written as one. */
static const char *const odd_words[] = {
    "\"quoted\"", "back\\slash", "<i>in vitro</i>", "line\nbreak", "tab\there", "}],{", "\"}]", "\\", "\\\"", "NaN",
    "null", "深度学习", "Исследование", "한국", "日本語", "🦠", "𝛼-decay", "naïve", "Müller–Lyer", "\x01", "&amp;", "\"countries\":[\"US\"]",
};

static const char *const given_names[] = {
    "Anna", "Wei", "John", "Maria", "Jun", "Olav", "Ingrid", "Yuki", "Ahmed", "Priya", "Carlos", "Élise", "Søren", "Li",
    "Min-jun", "Fatima", "Piotr", "Ömer", "José", "Xiao", "Kari", "Jürgen", "Sofía", "Ivan", "Nguyễn", "A.", "J. R.",
    "Mohamed", "Chen", "Lars", "Emma", "Thomas", "Hao", "Ying", "Siti", "Rahul", "Peter", "Elena", "Zoë", "Michał",
};

static const char *const family_names[] = {
    "Wang", "Li", "Zhang", "Hansen", "Smith", "García", "Müller", "Kim", "Tanaka", "Kumar", "Silva", "Rossi", "Dubois",
    "Ivanov", "Nguyen", "Johansson", "O'Connor", "Yılmaz", "Kowalski", "Ødegård", "Chen", "Liu", "Yang", "Huang",
    "Singh", "Ali", "Brown", "Martin", "López", "Sato", "Park", "Virtanen", "Nielsen", "Jónsdóttir", "Novák", "Popescu",
    "Hernández", "Santos", "van der Berg", "Papadopoulos", "Cohen", "Khan", "Ahmadi", "Zhao", "Wu", "Zhou", "Xu", "Sun",
};

static const char *const cities[] = {
    "Northport", "Eastbridge", "Lakeside", "Newhaven", "Rivermouth", "Highfield", "Stonewell", "Östervik", "São Vicente",
    "Fjordheim", "Oakdale", "Millbrook", "Kleinstadt", "Beauval", "Puerto Claro", "Xinhe", "Higashimori", "Nová Ves",
    "Greenhill", "Westmark", "Bergen op Dal", "Al Nahr", "Dongsan", "Rajpur", "Kota Baru", "Santa Lucía",
};

static const char *const disciplines[] = {
    "Physics", "Chemistry", "Biology", "Computer Science", "Mechanical Engineering", "Medicine", "Economics", "History",
    "Geosciences", "Mathematics", "Psychology", "Materials Science", "Electrical Engineering", "Marine Research",
    "Education", "Pharmacology", "Public Health", "Law", "Linguistics", "Environmental Science",
};

static const char *const journals[] = {
    "Journal of Made-up Results", "Annals of Generated Science", "Letters on Synthetic Data", "Acta Fictitia",
    "Transactions of Nowhere", "Revista de Ejemplos", "Zeitschrift für Beispiele", "Bulletin of Test Records",
    "International Journal of Placeholder Studies", "Proceedings of the Imaginary Society", "模拟学报", "Open Examples",
};

static const char *const concepts[] = {
    "Computer science", "Medicine", "Chemistry", "Physics", "Biology", "Materials science", "Mathematics", "Psychology",
    "Engineering", "Political science", "Geology", "Economics", "Philosophy", "Geography", "Sociology", "Business",
    "Internal medicine", "Artificial intelligence", "Organic chemistry", "Quantum mechanics", "Ecology", "Law",
    "Statistics", "Biochemistry", "Genetics", "Operating system", "Context (archaeology)", "Field (mathematics)",
    "Set (abstract data type)", "Process (computing)", "Composite material", "Optics", "Paleontology", "Astronomy",
};

static const char *const mesh_terms[] = {
    "Humans", "Animals", "Female", "Male", "Adult", "Middle Aged", "Mice", "Aged", "Child", "Risk Factors",
    "Treatment Outcome", "Time Factors", "Breast Neoplasms", "Signal Transduction", "Molecular Structure",
};

#define PICK(c, list) (list)[chance_below(c, COUNT(list))]

const char *word_of_text(chance *c)
{
    /* Short common words stand first: the lesser of two draws prefers them, as language does. */
    uint32_t a = chance_below(c, COUNT(text_words)), b = chance_below(c, COUNT(text_words));
    return text_words[a < b ? a : b];
}

const char *word_of_title(chance *c)
{
    return chance_hit(c, 1500) ? PICK(c, odd_words) : PICK(c, title_words);
}

const char *word_given_name(chance *c)
{
    return PICK(c, given_names);
}

const char *word_family_name(chance *c)
{
    return PICK(c, family_names);
}

const char *word_city(uint64_t number)
{
    return cities[number % COUNT(cities)];
}

const char *word_discipline(chance *c)
{
    return PICK(c, disciplines);
}

const char *word_journal(chance *c)
{
    return PICK(c, journals);
}

const char *word_concept(chance *c)
{
    return PICK(c, concepts);
}

const char *word_mesh(chance *c)
{
    return PICK(c, mesh_terms);
}
