"""What answers questions about the records without parsing the store; made anew at any doubt."""
