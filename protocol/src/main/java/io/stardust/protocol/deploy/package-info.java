/** What a node should run and what it reports (upstream `Deploy/*` and our additions). */
@NullMarked
package io.stardust.protocol.deploy;

import org.jspecify.annotations.NullMarked;
