/** Tests. */
@NullMarked
package io.stardust.agent.files;

import org.jspecify.annotations.NullMarked;
