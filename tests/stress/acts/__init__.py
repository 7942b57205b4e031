"""Who does what during a run: members, programs of enterprises, HR, the portal's visitors, an operator."""
