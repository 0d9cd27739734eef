"""What a product looks like in Elasticsearch, and how its words are read."""

from typing import Any

Json = dict[str, Any]

_FOLDED = ["lowercase", "asciifolding", "yo"]

ANALYSIS: Json = {
    "filter": {
        # the dots of «ё» do not count, as accents do not
        "yo": {"type": "pattern_replace", "pattern": "ё", "replacement": "е"},
        "russian_stop": {"type": "stop", "stopwords": "_russian_"},
        "english_stop": {"type": "stop", "stopwords": "_english_"},
        "russian_stem": {"type": "stemmer", "language": "russian"},
        "english_stem": {"type": "stemmer", "language": "english"},
    },
    "analyzer": {
        # each stemmer leaves the other's letters alone, so one chain reads both languages
        "shop": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": [
                *_FOLDED,
                *("russian_stop", "english_stop"),
                *("russian_stem", "english_stem"),
            ],
        },
        "plain": {"type": "custom", "tokenizer": "standard", "filter": _FOLDED},
    },
}

_WORDS: Json = {"type": "text", "analyzer": "shop", "copy_to": "words"}
_NAMES: Json = {**_WORDS, "copy_to": ["words", "names"]}

MAPPINGS: Json = {
    "dynamic": "strict",
    "properties": {
        "product_id": {"type": "integer"},
        "category": {"type": "keyword"},
        "path": {"type": "keyword"},
        "price_minor": {"type": "integer"},
        "rating": {"type": "float"},
        "available": {"type": "boolean"},
        "attributes": {"type": "keyword"},
        "name_ru": _NAMES,
        "name_en": _NAMES,
        "brand": {**_NAMES, "fields": {"exact": {"type": "keyword"}}},
        "description_ru": _WORDS,
        "description_en": _WORDS,
        "words": {"type": "text", "analyzer": "shop"},
        "names": {"type": "text", "analyzer": "plain"},
    },
}
