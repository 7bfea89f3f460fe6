package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of tokens. */
@Json
record TokenPage(List<Token> items) implements Page<Token> {}
