/** What nodes may be told and what agents shall do, as people say it for the platform, a project or a node. */
@NullMarked
package io.stardust.api.policy;

import org.jspecify.annotations.NullMarked;
