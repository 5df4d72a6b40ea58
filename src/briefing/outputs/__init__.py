"""What a briefing is made of: judgements, citations, page, deck, explorer."""
