package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of members. */
@Json
record MemberPage(List<Member> items) implements Page<Member> {}
