"""The store on disk, its log and its lock; and a store in memory."""
