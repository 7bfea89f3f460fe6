/**
 * Files that others may reach: folders held by a handle, so that nobody leads the agent elsewhere by a link, and words
 * for what disks refuse. Start at {@link Folder}.
 */
@NullMarked
package io.stardust.agent.files;

import org.jspecify.annotations.NullMarked;
