package dev.overseer.lambda;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How this package reads JSON. */
final class Json {
    static final ObjectReader READER = new JsonMapper().reader();

    private Json() {}
}
